package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.sync.SyncRun.Cause;
import dev.allotrope.sync.SyncRun.Mode;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TickIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final SyncRuns runs = new SyncRuns(database.transactions(), database.jdbc(), event -> {});
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

    /// What a crash leaves between the commit of some work and the wake that follows it.
    @Test
    void committed_work_that_nobody_woke_is_woken_by_the_next_tick() {
        Tenant tenant = library.tenant();
        ConnectionId connection = library.connection(tenant);
        library.admit(tenant, connection, TestLibrary.item("a", 1));
        library.fetched(tenant, connection, TestLibrary.item("a", 1), "<p>Reset the router.</p>");
        open(tenant, connection);

        JobHandler.Outcome outcome = tick().run(Tick.INSTANCE);

        assertThat(due("job_prompt")).contains("sync " + new SyncJob(tenant, connection).instance());
        assertThat(due("job_bulk")).contains("process " + tenant);
        assertThat(outcome).isEqualTo(new JobHandler.Outcome.Again(Duration.ofSeconds(5)));
    }

    @Test
    void work_that_waits_for_a_later_time_is_not_pulled_forward() {
        Tenant tenant = library.tenant();
        ConnectionId connection = library.connection(tenant);
        open(tenant, connection);
        String instance = new SyncJob(tenant, connection).instance();
        database.jdbc()
                .sql(
                        "INSERT INTO job_prompt (task_name, task_instance, execution_time) VALUES ('sync', ?, now() + interval '1 h')")
                .param(instance)
                .update();

        tick().run(Tick.INSTANCE);

        assertThat(due("job_prompt")).doesNotContain("sync " + instance);
    }

    private void open(Tenant tenant, ConnectionId connection) {
        SyncRun.Request everything =
                new SyncRun.Request(List.of(), ProcessingOptions.DEFAULT, Tags.NONE, true, null, "upload");
        database.transactions()
                .in(tenant, () -> runs.create(tenant, connection, Cause.ITEMS_SYNC, Mode.FULL, everything));
    }

    private List<String> due(String lane) {
        return database.jdbc()
                .sql("SELECT task_name || ' ' || task_instance FROM " + lane
                        + " WHERE execution_time <= clock_timestamp()")
                .query(String.class)
                .list();
    }

    private Tick tick(Upkeep... upkeep) {
        return new Tick(runs, library.usage, TestJobs.over(database), List.of(upkeep), () -> now);
    }

    private Upkeep work(String name, int minutes) {
        return new Upkeep(name, Duration.ofMinutes(minutes), () -> done.add(name));
    }

    private Upkeep failing() {
        return new Upkeep("failing", Duration.ofHours(1), () -> {
            done.add("failing");
            throw new IllegalStateException("on purpose");
        });
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }
}
