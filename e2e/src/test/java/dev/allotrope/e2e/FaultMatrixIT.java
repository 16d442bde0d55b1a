package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// Every fault that the simulator knows at every stage of first, delta and reconciliation runs, once and for as long
/// as it takes. The run gets on or stops and says why; what was held stays, and when the fault is over all is as if it
/// never was. Then ten minutes of soak, with another seed each time.
@Tag("slow")
class FaultMatrixIT extends FaultsContract {
    FaultMatrixIT() {
        super(System.nanoTime() % 1_000_000, Duration.ofMinutes(10), 8);
    }

    @Override
    List<Cell> chosen(List<Cell> all, long seed) {
        assertThat(all).hasSizeGreaterThanOrEqualTo(200);
        return all;
    }
}
