package dev.allotrope.sync.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration EVERY = Duration.ofMinutes(8);

    @Test
    void who_published_is_asked_sooner_and_then_ever_later_up_to_the_wait_that_was_wished() {
        assertThat(Pace.hurried(EVERY, 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Pace.hurried(EVERY, 1)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Pace.hurried(EVERY, 2)).isEqualTo(Duration.ofMinutes(4));
        assertThat(Pace.hurried(EVERY, 3)).isEqualTo(EVERY);
        assertThat(Pace.hurried(EVERY, 1_000)).isEqualTo(EVERY);
    }

    @Test
    void waits_get_longer_near_the_end_of_our_calls_only() {
        assertThat(Pace.longest(EVERY, 0)).isEqualTo(EVERY);
        assertThat(Pace.longest(EVERY, 0.79)).isEqualTo(EVERY);
        assertThat(Pace.longest(EVERY, 0.8)).isEqualTo(EVERY.multipliedBy(4));
        assertThat(Pace.mayHurry(0.49)).isTrue();
        assertThat(Pace.mayHurry(0.5)).isFalse();
    }
}
