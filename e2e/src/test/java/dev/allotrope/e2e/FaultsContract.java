package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
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

/// What holds whatever goes wrong, in some cells and then in a [Soak]. `-Dfaults.seed=…` plays other ones,
/// `-Dfaults.only=REGEX` the cells of these names alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FaultsContract {
    private final long seed;
    private final Duration soak;
    private final int kills;
    private FaultMatrix matrix;

    /// The seed is `otherwise` unless one is asked for; so many kills in a soak of that time.
    FaultsContract(long otherwise, Duration soak, int kills) {
        this.seed = FaultMatrix.seed(getClass(), otherwise);
        this.soak = soak;
        this.kills = kills;
    }

    /// Which of all cells are played.
    abstract List<Cell> chosen(List<Cell> all, long seed);

    @BeforeAll
    void start(@TempDir Path folder) {
        UnaryOperator<List<Cell>> choice = all -> chosen(all, seed);
        matrix = FaultMatrix.of(folder, choice);
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

    /// The server dies meanwhile.
    @Test
    @Order(3)
    void after_a_time_of_everything_at_once_ours_is_what_is_published() {
        matrix.soak(seed).last(soak, kills);
        matrix.reportCost("the soak is over; since the last kill");
    }
}
