package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void what_takes_two_minutes_or_more_is_told_in_minutes() {
        assertThat(Progress.lasting(119.4)).isEqualTo("119 s");
        assertThat(Progress.lasting(120)).isEqualTo("2 min");
        assertThat(Progress.lasting(1_860)).isEqualTo("31 min");
    }
}
