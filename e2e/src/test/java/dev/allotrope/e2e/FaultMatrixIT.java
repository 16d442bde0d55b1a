package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Every fault that the simulator knows at every stage of first, delta and reconciliation runs, once and for as long
/// as it takes. The run gets on or stops and says why; what was held stays, and when the fault is over all is as if it
/// never was.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultMatrixIT {
    private FaultMatrix matrix;

    @BeforeAll
    void start(@TempDir Path folder) {
        matrix = FaultMatrix.of(folder, all -> {
            assertThat(all).hasSizeGreaterThanOrEqualTo(200);
            return all;
        });
    }

    @AfterAll
    void stop() {
        matrix.close();
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> nothing_is_lost_doubled_stale_or_seen_too_early() {
        return matrix.tests();
    }

    @Test
    @Order(2)
    void no_text_of_an_article_is_in_the_log() {
        matrix.reportCost("the cells are played");
        matrix.requireDiscretion();
    }

    /// The server dies eight times.
    @Test
    @Order(3)
    void after_ten_minutes_of_everything_at_once_ours_is_what_is_published() {
        matrix.soak(FaultMatrix.seed(FaultMatrixIT.class, System.nanoTime() % 1_000_000))
                .last(Duration.ofMinutes(10), 8);
    }
}
