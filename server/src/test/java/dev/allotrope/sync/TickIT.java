package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.TestJobs;
import dev.allotrope.library.TestLibrary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TickIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final List<String> done = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void upkeep_is_done_at_once_and_then_as_often_as_it_says() {
        Tick tick = tick(work("hourly", 60), work("daily", 24 * 60));

        tick.run(Tick.INSTANCE);
        pass(Duration.ofMinutes(59));
        tick.run(Tick.INSTANCE);
        assertThat(done).containsExactly("hourly", "daily");

        pass(Duration.ofMinutes(1));
        tick.run(Tick.INSTANCE);
        assertThat(done).containsExactly("hourly", "daily", "hourly");
    }

    @Test
    void upkeep_that_fails_stops_neither_the_others_nor_the_tick() {
        Tick tick = tick(failing(), work("hourly", 60));

        JobHandler.Outcome outcome = tick.run(Tick.INSTANCE);

        assertThat(done).containsExactly("failing", "hourly");
        assertThat(outcome).isEqualTo(new JobHandler.Outcome.Again(Duration.ofSeconds(5)));
    }

    @Test
    void upkeep_that_failed_is_tried_again_when_it_is_due() {
        Tick tick = tick(failing());

        tick.run(Tick.INSTANCE);
        tick.run(Tick.INSTANCE);
        pass(Duration.ofHours(1));
        tick.run(Tick.INSTANCE);

        assertThat(done).containsExactly("failing", "failing");
    }

    private Tick tick(Tick.Upkeep... upkeep) {
        SyncRuns runs = new SyncRuns(database.transactions(), database.jdbc(), event -> {});
        return new Tick(runs, new TestLibrary(database).usage, TestJobs.over(database), List.of(upkeep), () -> now);
    }

    private Tick.Upkeep work(String name, int minutes) {
        return new Tick.Upkeep(name, Duration.ofMinutes(minutes), () -> done.add(name));
    }

    private Tick.Upkeep failing() {
        return new Tick.Upkeep("failing", Duration.ofHours(1), () -> {
            done.add("failing");
            throw new IllegalStateException("on purpose");
        });
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }
}
