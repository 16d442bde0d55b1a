package dev.allotrope.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {
    private final Patience short2 = Patience.of("2");

    @Test
    void usually_a_second_is_a_second() {
        assertThat(Patience.of(" ")).isEqualTo(Patience.USUAL);
        assertThat(Patience.USUAL.pause(Duration.ofMinutes(30))).isEqualTo(Duration.ofMinutes(30));
        assertThat(Patience.USUAL.deadline(Duration.ofSeconds(150))).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void pauses_shrink_with_the_second() {
        assertThat(short2.pause(Duration.ofMinutes(30))).isEqualTo(Duration.ofMillis(3_600));
        assertThat(short2.pause(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void answers_keep_their_time_however_short_a_second_is() {
        assertThat(short2.deadline(Duration.ofSeconds(150))).isEqualTo(Duration.ofSeconds(2));
        assertThat(short2.deadline(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Patience.of("100").deadline(Duration.ofSeconds(150))).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "10 ms", "0.5", "x"})
    void what_is_no_number_of_milliseconds_is_refused(String wrong) {
        assertThatThrownBy(() -> Patience.of(wrong))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("could not start: ALLOTROPE_DEV_SECOND_MILLIS");
    }
}
