package dev.allotrope.e2e;

import java.time.Duration;
import java.util.List;

/// A sample of [FaultMatrixIT], in which every fault and every stage occurs, and a minute of soak. The gate plays
/// the same each time; what is new is for those who look for it.
class FaultSampleIT extends FaultsContract {
    private static final int CELLS = 30;
    private static final long USUAL_SEED = 1;

    FaultSampleIT() {
        super(USUAL_SEED, Duration.ofMinutes(1), 2);
    }

    @Override
    List<Cell> chosen(List<Cell> all, long seed) {
        return Cell.sample(all, CELLS, seed);
    }
}
