package dev.allotrope.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/// Every fault that the simulator knows at every stage of first, delta and reconciliation runs, once and for as long
/// as it takes, in orgs of all [Habits]. The run gets on or stops and says why; what was held stays, and when the
/// fault is over all is as if it never was. Then ten minutes of soak, with another seed each time.
@Tag("slow")
class FaultMatrixIT extends FaultsContract {
    FaultMatrixIT() {
        super(System.nanoTime() % 1_000_000, Duration.ofMinutes(10), 8);
    }

    @Override
    List<Cell> chosen(List<Cell> all, long seed) {
        assertThat(all).hasSizeGreaterThanOrEqualTo(200);
        Map<Cell.Stage, Set<Habits>> habits =
                all.stream().collect(groupingBy(Cell::stage, mapping(Cell::habits, toSet())));
        assertThat(habits.values()).allMatch(each -> each.size() == Habits.values().length);
        return all;
    }
}
