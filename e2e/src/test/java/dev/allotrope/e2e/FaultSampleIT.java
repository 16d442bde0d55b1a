package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A sample of [FaultMatrixIT], in which every fault and every stage occurs, and a short soak. `-Dfaults.seed=…` plays
/// other ones, `-Dfaults.only=NAME` one cell alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultSampleIT {
    private static final int CELLS = 30;

    /// The gate plays the same each time; what is new is for those who look for it.
    private static final long USUAL_SEED = 1;

    private final long seed = FaultMatrix.seed(FaultSampleIT.class, USUAL_SEED);
    private FaultMatrix matrix;

    @BeforeAll
    void start(@TempDir Path folder) {
        matrix = FaultMatrix.of(folder, all -> Cell.sample(all, CELLS, seed));
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

    /// The server dies once.
    @Test
    @Order(3)
    void after_half_a_minute_of_everything_at_once_ours_is_what_is_published() {
        matrix.soak(seed).last(Duration.ofSeconds(30), 1);
        matrix.reportCost("the soak is over; since the kill");
    }
}
