package dev.allotrope.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 12, 24})
    void the_next_time_is_after_now_and_at_most_the_interval_away(int hours) {
        Duration every = Duration.ofHours(hours);

        for (long id = 1; id <= 1_000; id++) {
            assertThat(Schedule.after(NOW, new ConnectionId(id), every).dueAt())
                    .isBetween(NOW.plusMillis(1), NOW.plus(every));
        }
    }

    @Test
    void times_are_one_interval_apart_whenever_they_are_reckoned() {
        ConnectionId connection = new ConnectionId(7);
        Duration every = Duration.ofHours(3);
        Schedule first = Schedule.after(NOW, connection, every);

        Schedule second = Schedule.after(first.dueAt(), connection, every);
        Schedule late = Schedule.after(first.dueAt().plus(Duration.ofMinutes(170)), connection, every);
        Schedule again = Schedule.after(first.dueAt().minusMillis(1), connection, every);

        assertThat(second.dueAt()).isEqualTo(first.dueAt().plus(every));
        assertThat(late).isEqualTo(second);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void neighbouring_connections_spread_over_the_whole_interval() {
        Duration every = Duration.ofHours(24);

        Map<Long, Long> byHour = LongStream.rangeClosed(1, 2_400)
                .mapToObj(id -> Schedule.after(NOW, new ConnectionId(id), every).dueAt())
                .map(due -> Duration.between(NOW, due).minusMillis(1).toHours())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(byHour).hasSize(24);
        assertThat(byHour.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 140L));
    }

    @Test
    void a_time_that_has_come_is_due() {
        Schedule schedule = new Schedule(Duration.ofHours(3), NOW);

        assertThat(schedule.due(NOW.minusMillis(1))).isFalse();
        assertThat(schedule.due(NOW)).isTrue();
        assertThat(schedule.due(NOW.plusMillis(1))).isTrue();
    }
}
