package dev.allotrope.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.ConnectionRevoked;
import dev.allotrope.connect.SyncAction;
import dev.allotrope.kernel.Failure;
import dev.allotrope.sync.FaultyTransactions;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncStage;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.settings.AutoSync;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// When connections are synced by themselves.
class ScheduledSyncIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final ScheduleStage schedule = new ScheduleStage(database);
    private SyncStage stage;

    @BeforeEach
    void connected() {
        schedule.clear();
        stage = schedule.synced();
    }

    @Test
    void a_connection_is_synced_when_it_is_due_and_not_before() {
        schedule.enable(stage, 3);
        schedule.run();
        Instant due = schedule.due(stage);
        assertThat(due).isBetween(schedule.now, schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));

        schedule.at(due.minusMillis(1));
        assertThat(schedule.scheduledRuns(stage)).isEmpty();
        schedule.at(due);
        schedule.at(due.plusSeconds(5));

        assertThat(schedule.scheduledRuns(stage)).hasSize(1);
        assertThat(stage.latest().mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(schedule.due(stage)).isEqualTo(due.plus(ScheduleStage.HOUR.multipliedBy(3)));
    }

    @Test
    void new_changed_and_removed_items_follow_and_the_users_last_action_stays() {
        schedule.enable(stage, 3);
        schedule.run();
        stage.sync.cancel(stage.tenant, stage.connection().id());
        stage.source.publish("a1", "changed");
        stage.source.publish("new", "new");
        stage.source.unpublish("a2");

        schedule.at(schedule.due(stage));
        stage.work();

        assertThat(stage.ready()).containsExactly("a0", "a1", "new");
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(stage.connection().lastSyncAction()).isEqualTo(SyncAction.CANCEL);
        assertThat(stage.latest().cause()).isEqualTo(SyncRun.Cause.SCHEDULE);
    }

    @Test
    void nobody_is_synced_who_did_not_ask_for_it() {
        SyncStage other = schedule.connection();
        schedule.change(other, AutoSync.only(List.of("NOTION")), 3);
        schedule.run();

        schedule.at(schedule.now.plus(Duration.ofDays(30)));

        assertThat(schedule.due(stage)).isNull();
        assertThat(schedule.due(other)).isNull();
        assertThat(schedule.scheduledRuns(stage)).isEmpty();
        assertThat(schedule.scheduledRuns(other)).isEmpty();
    }

    @Test
    void customers_are_synced_as_often_as_each_of_them_says() {
        SyncStage often = schedule.connection();
        SyncStage never = schedule.connection();
        schedule.change(stage, AutoSync.EVERYTHING, 24);
        schedule.enable(often, 6);
        schedule.run();

        Instant end = schedule.now.plus(Duration.ofDays(2));
        while (schedule.now.isBefore(end)) {
            schedule.at(schedule.now.plus(Duration.ofMinutes(10)));
            stage.work();
            often.work();
        }

        assertThat(schedule.scheduledRuns(stage)).hasSize(2);
        assertThat(schedule.scheduledRuns(often)).hasSize(8);
        assertThat(schedule.scheduledRuns(never)).isEmpty();
    }

    @Test
    void runs_missed_while_the_server_was_away_are_caught_up_by_one() {
        schedule.enable(stage, 3);
        schedule.run();

        schedule.at(schedule.now.plus(Duration.ofDays(10)));
        stage.work();
        schedule.at(schedule.now.plusSeconds(5));
        stage.work();

        assertThat(schedule.scheduledRuns(stage)).hasSize(1);
        assertThat(schedule.due(stage)).isBetween(schedule.now, schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));
    }

    @Test
    void who_is_being_listed_when_due_is_synced_once_more_when_that_is_done() {
        schedule.enable(stage, 3);
        schedule.run();
        schedule.at(schedule.due(stage));
        Instant second = schedule.due(stage);

        schedule.at(second);
        schedule.at(second.plus(ScheduleStage.HOUR));
        assertThat(schedule.scheduledRuns(stage)).hasSize(1);
        stage.work();
        schedule.at(second.plus(ScheduleStage.HOUR).plusSeconds(5));

        assertThat(schedule.scheduledRuns(stage)).hasSize(2);
        assertThat(schedule.due(stage)).isEqualTo(second.plus(ScheduleStage.HOUR.multipliedBy(3)));
    }

    @Test
    void switching_it_off_stops_a_run_that_is_due_already() {
        schedule.enable(stage, 3);
        schedule.run();
        schedule.now = schedule.due(stage);

        schedule.change(stage, AutoSync.NONE, 3);
        schedule.run();

        assertThat(schedule.scheduledRuns(stage)).isEmpty();
        assertThat(schedule.due(stage)).isNull();
    }

    @Test
    void switching_to_and_fro_puts_nothing_off() {
        schedule.enable(stage, 3);
        schedule.run();
        Instant due = schedule.due(stage);

        schedule.change(stage, AutoSync.NONE, 3);
        schedule.at(due.minusSeconds(30));
        schedule.enable(stage, 3);
        schedule.at(due.minusSeconds(20));

        assertThat(schedule.due(stage)).isEqualTo(due);
    }

    @Test
    void another_interval_holds_at_once() {
        schedule.enable(stage, 24);
        schedule.run();

        schedule.enable(stage, 3);
        schedule.run();

        assertThat(schedule.due(stage)).isBetween(schedule.now, schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));
    }

    @Test
    void a_missed_run_is_caught_up_under_another_interval() {
        schedule.enable(stage, 3);
        schedule.run();
        schedule.now = schedule.now.plus(Duration.ofDays(1));

        schedule.enable(stage, 24);
        schedule.run();

        assertThat(schedule.scheduledRuns(stage)).hasSize(1);
    }

    @Test
    void an_interval_of_the_organization_reaches_those_who_have_none_of_their_own() {
        schedule.enable(stage, null);
        schedule.run();
        SyncStage other = schedule.connection();
        schedule.enable(other, 24);
        schedule.run();
        Instant ofOther = schedule.due(other);

        schedule.organization(stage, 3);
        schedule.organization(other, 3);
        schedule.run();

        assertThat(schedule.every(stage)).isEqualTo(ScheduleStage.HOUR.multipliedBy(3));
        assertThat(schedule.due(stage)).isBetween(schedule.now, schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));
        assertThat(schedule.every(other)).isEqualTo(ScheduleStage.HOUR.multipliedBy(24));
        assertThat(schedule.due(other)).isEqualTo(ofOther);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_disconnected_account_is_not_scheduled_and_comes_back_with_its_authorization(boolean announced) {
        schedule.enable(stage, 3);
        schedule.run();
        stage.revoke();
        if (announced) {
            schedule.in(
                    stage,
                    () -> schedule.scheduled.on(new ConnectionRevoked(
                            stage.tenant, stage.connection().id())));
        }

        schedule.at(schedule.due(stage));
        assertThat(schedule.scheduledRuns(stage)).isEmpty();
        assertThat(schedule.due(stage)).isNull();
        schedule.sql(stage.tenant, "UPDATE connection SET revoked = false");
        schedule.authorized(stage);
        schedule.run();

        assertThat(schedule.due(stage)).isBetween(schedule.now, schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));
    }

    @Test
    void an_account_that_needs_a_new_authorization_is_not_scheduled_until_it_has_one() {
        schedule.enable(stage, 3);
        schedule.run();
        schedule.sql(stage.tenant, "UPDATE connect_credential SET invalid = true");

        schedule.at(schedule.due(stage));
        assertThat(schedule.scheduledRuns(stage)).isEmpty();
        assertThat(schedule.due(stage)).isNull();
        schedule.sql(stage.tenant, "UPDATE connect_credential SET invalid = false");
        schedule.authorized(stage);
        schedule.run();

        assertThat(schedule.due(stage)).isNotNull();
    }

    @Test
    void another_length_of_the_hour_holds_from_the_next_start_on() {
        schedule.enable(stage, 3);
        schedule.run();

        schedule.node(database.transactions(), Duration.ofSeconds(2)).run();

        assertThat(schedule.due(stage)).isBetween(schedule.now, schedule.now.plusSeconds(6));
    }

    @Test
    void a_kill_at_any_commit_and_a_restart_start_one_run() {
        int commits = planAndStart(Integer.MAX_VALUE, false);
        assertThat(commits).isGreaterThanOrEqualTo(5);

        for (int at = 1; at <= commits; at++) {
            planAndStart(at, true);
            planAndStart(at, false);
        }
    }

    @Test
    void of_many_that_are_due_only_few_are_under_way_and_all_get_their_turn() {
        List<SyncStage> late = new ArrayList<>();
        for (int i = 0; i < 2 * ScheduledSync.MAX_UNDERWAY + 3; i++) {
            SyncStage other = schedule.connection();
            schedule.enable(other, 3);
            late.add(other);
        }
        schedule.run();
        schedule.now = schedule.now.plus(Duration.ofDays(1));

        int rounds = 0;
        while (schedule.scheduled.run()) {
            List<SyncStage> begun = late.stream()
                    .filter(each -> schedule.scheduledRuns(each).stream().anyMatch(run -> !run.finished()))
                    .toList();
            assertThat(begun).hasSizeBetween(1, ScheduledSync.MAX_UNDERWAY);
            begun.stream().limit(5).forEach(SyncStage::work);
            assertThat(++rounds).isLessThan(20);
        }

        assertThat(late)
                .allSatisfy(each -> assertThat(schedule.scheduledRuns(each)).hasSize(1));
    }

    @Test
    void those_that_wait_for_their_source_or_take_long_keep_none_from_starting() {
        for (int i = 0; i < ScheduledSync.MAX_UNDERWAY; i++) {
            SyncStage waiting = schedule.connection();
            schedule.sql(waiting.tenant, """
                    INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request, counts,
                        retry_at, started_at)
                    SELECT organization_id, customer_id, id, 'SCHEDULE', 'FULL', 'RUNNING', 'LIST', '{}', '{}', %s
                    FROM connection
                    """.formatted(
                            i % 2 == 0 ? "now() + interval '1 h', now()" : "NULL, now() - interval '2 min'"));
        }
        schedule.enable(stage, 3);
        schedule.run();

        schedule.at(schedule.due(stage));

        assertThat(schedule.scheduledRuns(stage)).hasSize(1);
    }

    @Test
    void an_hour_of_no_length_is_refused() {
        assertThat(ScheduledSync.Clock.of("7", () -> schedule.now).hours(3)).isEqualTo(Duration.ofSeconds(21));
        assertThat(ScheduledSync.Clock.of(" ", () -> schedule.now).hours(24)).isEqualTo(Duration.ofHours(24));
        for (String wrong : List.of("0", "-1", "1.5", "an hour", "10000000")) {
            assertThatThrownBy(() -> ScheduledSync.Clock.of(wrong, () -> schedule.now))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("ALLOTROPE_DEV_HOUR_SECONDS");
        }
    }

    /// Plans and starts a run in a process that dies at a commit, and has the next one go on; returns the commits.
    private int planAndStart(int dieAt, boolean committed) {
        schedule.clear();
        stage = schedule.connection();
        schedule.enable(stage, 3);
        FaultyTransactions faults =
                new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), dieAt, committed);
        ScheduledSync mortal = schedule.node(new Transactions(faults, database.jdbc()), ScheduleStage.HOUR);

        runOrDie(mortal, faults);
        schedule.now = Objects.requireNonNull(schedule.due(stage));
        runOrDie(mortal, faults);
        schedule.run();

        assertThat(faults.dead()).isEqualTo(dieAt <= faults.commits());
        assertThat(schedule.scheduledRuns(stage))
                .as("killed at commit %s", dieAt)
                .hasSize(1);
        assertThat(schedule.due(stage)).isEqualTo(schedule.now.plus(ScheduleStage.HOUR.multipliedBy(3)));
        return faults.commits();
    }

    private void runOrDie(ScheduledSync mortal, FaultyTransactions faults) {
        if (!faults.dead()) {
            try {
                mortal.run();
                return;
            } catch (FaultyTransactions.Killed dead) {
                assertThat(faults.dead()).isTrue();
            }
        }
        schedule.run();
    }
}
