package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDelaysTest {
    @Test
    void durations_stand_between_commas_and_none_is_no_retry() {
        assertThat(RetryDelays.of("10s, 1m,2h").delays())
                .containsExactly(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(2));
        assertThat(RetryDelays.of(" ").delays()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "10s,later", "-1s", "8d", "9999999999999999d", "1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s"})
    void what_is_no_such_list_is_refused(String set) {
        assertThatThrownBy(() -> RetryDelays.of(set))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_WEBHOOK_RETRY_DELAYS is \"" + set
                        + "\"; it may be up to 10 durations of at most 7 days, such as 10s,1m,10m");
    }
}
