package dev.allotrope.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.ConnectionRevoked;
import dev.allotrope.kernel.Page;
import dev.allotrope.sync.FaultyTransactions;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncStage;
import dev.allotrope.sync.watch.Watch;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// When connections are asked whether anything moved.
class ChecksIT {
    private static final Duration EVERY = Duration.ofMinutes(8);

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final ScheduleStage schedule = new ScheduleStage(database);
    private SyncStage stage;

    @BeforeEach
    void watched() {
        schedule.clear();
        stage = schedule.connection();
        stage.source.pages(100);
        stage.publish(3);
        schedule.watch(stage, EVERY);
        stage.listAgain(SyncRun.Cause.CONNECT);
    }

    @Test
    void what_is_published_or_unpublished_follows_within_the_wait() {
        quieten();
        stage.source.publish("new", "new");
        Instant published = schedule.now;
        until(published.plus(EVERY));
        assertThat(stage.ready()).containsExactly("a0", "a1", "a2", "new");

        quieten();
        stage.source.unpublish("a1");
        until(schedule.now.plus(EVERY));
        assertThat(stage.ready()).containsExactly("a0", "a2", "new");
    }

    @Test
    void who_published_is_asked_sooner_and_then_ever_later() {
        quieten();
        stage.source.publish("a1", "changed");

        assertThat(wait(4)).containsExactly(EVERY.dividedBy(8), EVERY.dividedBy(4), EVERY.dividedBy(2), EVERY);
    }

    @Test
    void a_source_that_is_quiet_is_asked_with_one_call_as_seldom_as_was_wished() {
        quieten();
        schedule.at(schedule.now.plus(Watch.LOOK_BACK_EVERY));
        stage.work();
        int calls = stage.source.calls();

        assertThat(wait(1)).containsExactly(EVERY);

        assertThat(stage.source.calls() - calls).isEqualTo(1);
    }

    @Test
    void near_the_end_of_our_calls_it_is_asked_more_seldom() {
        quieten();
        stage.source.publish("a1", "changed");
        spend(0.6);
        assertThat(wait(1)).as("nobody is asked sooner").containsExactly(EVERY);

        spend(0.85);
        assertThat(wait(1)).containsExactly(EVERY.multipliedBy(4));
    }

    @Test
    void checks_wait_for_a_run_that_is_under_way_and_never_pile_up() {
        schedule.at(checkAt());
        schedule.at(schedule.now.plus(EVERY));
        schedule.at(schedule.now.plus(EVERY));
        assertThat(checks()).hasSize(1);

        stage.work();
        schedule.run();

        assertThat(checks()).hasSize(2);
    }

    @Test
    void checks_missed_while_the_server_was_away_are_caught_up_by_one() {
        schedule.at(schedule.now.plus(Duration.ofDays(10)));
        stage.work();
        schedule.at(schedule.now.plusSeconds(5));
        stage.work();

        assertThat(checks()).hasSize(1);
    }

    @Test
    void a_connection_that_nobody_wants_watched_is_not() {
        SyncStage other = schedule.connection();
        schedule.run();
        schedule.watch(stage, null);

        schedule.at(schedule.now.plus(Duration.ofDays(1)));

        assertThat(schedule.checkAt(stage)).isNull();
        assertThat(schedule.checkAt(other)).isNull();
        assertThat(checks()).isEmpty();
    }

    @Test
    void another_wait_holds_at_once_and_the_same_one_puts_nothing_off() {
        Instant before = checkAt();
        schedule.watch(stage, EVERY);
        assertThat(checkAt()).isEqualTo(before);

        schedule.watch(stage, Duration.ofMinutes(1));
        assertThat(checkAt()).isBeforeOrEqualTo(schedule.now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void a_disconnected_account_is_not_asked() {
        stage.revoke();
        schedule.in(
                stage,
                () -> schedule.scheduled.on(
                        new ConnectionRevoked(stage.tenant, stage.connection().id())));

        schedule.at(schedule.now.plus(EVERY));

        assertThat(schedule.checkAt(stage)).isNull();
        assertThat(checks()).isEmpty();
    }

    @Test
    void a_new_authorization_has_everything_read_because_it_may_show_other_documents() {
        quieten();
        schedule.authorized(stage);

        schedule.at(checkAt());
        stage.work();

        assertThat(stage.latest().mode()).isEqualTo(SyncRun.Mode.FULL);
    }

    @Test
    void a_kill_at_any_commit_and_a_restart_start_one_check() {
        int commits = check(Integer.MAX_VALUE, false);
        assertThat(commits).isGreaterThanOrEqualTo(3);

        for (int at = 1; at <= commits; at++) {
            check(at, true);
            check(at, false);
        }
    }

    /// Starts a check in a process that dies at a commit, and has the next one go on; answers the commits.
    private int check(int dieAt, boolean committed) {
        watched();
        FaultyTransactions faults =
                new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), dieAt, committed);
        ScheduledSync mortal = schedule.node(new Transactions(faults, database.jdbc()), ScheduleStage.HOUR);
        schedule.now = checkAt();
        try {
            mortal.run();
        } catch (FaultyTransactions.Killed dead) {
            assertThat(faults.dead()).isTrue();
        }
        schedule.run();

        assertThat(checks()).as("killed at commit %s", dieAt).hasSize(1);
        assertThat(checkAt()).isEqualTo(schedule.now.plus(EVERY));
        return faults.commits();
    }

    /// Checks until nothing was found for long.
    private void quieten() {
        wait(5);
    }

    /// The waits after so many checks.
    private List<Duration> wait(int checks) {
        return IntStream.range(0, checks)
                .mapToObj(i -> {
                    schedule.at(checkAt());
                    stage.work();
                    return Duration.between(schedule.now, checkAt());
                })
                .toList();
    }

    /// Lets time pass in the steps of the schedule.
    private void until(Instant end) {
        while (schedule.now.isBefore(end)) {
            schedule.at(schedule.now.plusSeconds(5));
            stage.work();
        }
    }

    /// Has a part of our calls used up.
    /// In one hour, whichever it is by now: the calls of each hour would count.
    private void spend(double part) {
        schedule.sql(stage.tenant, "DELETE FROM sync_call");
        stage.allowance(100_000);
        schedule.sql(stage.tenant, "UPDATE sync_call SET calls = " + (long) (20_000 * part));
    }

    private Instant checkAt() {
        return Objects.requireNonNull(schedule.checkAt(stage));
    }

    private List<SyncRun> checks() {
        return stage.runs.list(stage.tenant, stage.connection().id(), Page.first(100)).stream()
                .filter(run -> run.cause() == SyncRun.Cause.CHECK)
                .toList();
    }
}
