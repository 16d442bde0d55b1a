package dev.allotrope.sync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.DocumentId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {
    private static final Optional<Duration> NO_PAUSE = Optional.empty();

    @Test
    void others_go_on_while_the_last_of_those_read_before_is_in_work() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch next = new CountDownLatch(1);
        try (Crew crew = new Crew(2)) {
            crew.begin(id(1), () -> {
                slow.await();
                return NO_PAUSE;
            });
            crew.begin(id(2), () -> NO_PAUSE);
            crew.begin(id(3), () -> NO_PAUSE);
            crew.awaitHunger();
            assertThat(crew.inWork()).contains(id(1)).hasSize(2);

            crew.begin(id(4), () -> {
                next.countDown();
                return NO_PAUSE;
            });
            next.await();
            slow.countDown();
            crew.awaitAll();

            assertThat(crew.inWork()).isEmpty();
        }
    }

    @Test
    void waiting_for_the_next_ends_with_one_of_them() {
        CountDownLatch slow = new CountDownLatch(1);
        try (Crew crew = new Crew(2)) {
            crew.begin(id(1), () -> {
                slow.await();
                return NO_PAUSE;
            });
            crew.begin(id(2), () -> NO_PAUSE);

            crew.awaitNext();

            assertThat(crew.inWork()).containsExactly(id(1));
            slow.countDown();
        }
    }

    @Test
    void the_longest_pause_that_was_asked_for_counts() {
        try (Crew crew = new Crew(2)) {
            crew.begin(id(1), () -> Optional.of(Duration.ofSeconds(3)));
            crew.begin(id(2), () -> Optional.of(Duration.ofSeconds(7)));
            crew.begin(id(3), () -> NO_PAUSE);
            crew.awaitAll();

            assertThat(crew.pause()).contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void what_no_document_is_at_fault_for_ends_the_slice() {
        try (Crew crew = new Crew(2)) {
            crew.begin(id(1), () -> {
                throw new IllegalStateException("the database is away");
            });

            assertThatThrownBy(crew::awaitAll).hasRootCauseMessage("the database is away");
        }
    }

    private static DocumentId id(long value) {
        return new DocumentId(value);
    }
}
