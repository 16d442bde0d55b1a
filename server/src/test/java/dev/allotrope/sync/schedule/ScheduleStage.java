package dev.allotrope.sync.schedule;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.sync.CountingEmbedder;
import dev.allotrope.sync.FakeSource;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncStage;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.sync.watch.Watch;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.SettingsChanged;
import dev.allotrope.tenant.TestSettings;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.settings.AutoSync;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connections that are synced by themselves, with a clock that the test moves and settings that the test changes.
final class ScheduleStage {
    static final Duration HOUR = Duration.ofHours(1);

    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    /// Which connections are watched, and how closely.
    final Map<ConnectionId, Optional<Duration>> checkEvery = new HashMap<>();

    final ScheduledSync scheduled;
    private final TestDatabase database;
    private final Settings settings;

    ScheduleStage(TestDatabase database) {
        this.database = database;
        scheduled = node(database.transactions(), HOUR);
        settings = TestSettings.over(database, event -> scheduled.on((SettingsChanged) event));
    }

    /// Forgets the connections of earlier tests.
    void clear() {
        sql(Scope.SYSTEM, "DELETE FROM sync_schedule");
        sql(Scope.SYSTEM, "DELETE FROM sync_watch");
        sql(Scope.SYSTEM, "UPDATE sync_run SET finished_at = clock_timestamp() WHERE finished_at IS NULL");
    }

    /// Another process over the same database.
    ScheduledSync node(Transactions transactions, Duration hour) {
        SyncWorks works = new SyncWorks(
                new TestLibrary(database.jdbc(), transactions),
                TestConnections.over(database.jdbc(), transactions),
                TestJobs.over(database),
                new FakeSource(),
                new CountingEmbedder());
        Checks checks = new Checks(
                works.watches,
                works.budget,
                works.sync,
                connection -> checkEvery.getOrDefault(connection.id(), Optional.empty()));
        return new ScheduledSync(
                transactions,
                new ScheduledSync.Plans(new Schedules(transactions, database.jdbc()), checks),
                works.connections,
                TestSettings.over(database.jdbc(), transactions, event -> {}),
                works.sync,
                new ScheduledSync.Clock(() -> now, hour));
    }

    /// A customer of their own organization with an account that was just authorized.
    SyncStage connection() {
        SyncStage connected = new SyncStage(database, () -> now);
        sql(connected.tenant, """
                INSERT INTO connect_credential (connection_id, organization_id, customer_id, access_token, instance, app,
                                                refreshed_at)
                SELECT id, organization_id, customer_id, 'sealed', instance, 'server', clock_timestamp() FROM connection
                """);
        authorized(connected);
        return connected;
    }

    /// [#connection], whose three items were synced when it was connected.
    SyncStage synced() {
        SyncStage connected = connection();
        connected.publish(3);
        connected.listAgain(SyncRun.Cause.CONNECT);
        return connected;
    }

    void authorized(SyncStage connected) {
        in(
                connected,
                () -> scheduled.on(new ConnectionAuthorized(
                        connected.tenant, connected.connection().id(), true)));
    }

    void enable(SyncStage connected, @Nullable Integer hours) {
        change(connected, AutoSync.only(List.of("SALESFORCE")), hours);
    }

    /// Has a connection asked every so often whether anything moved, or not at all for null.
    void watch(SyncStage connected, @Nullable Duration every) {
        checkEvery.put(connected.connection().id(), Optional.ofNullable(every));
        in(
                connected,
                () -> new Schedules(database.transactions(), database.jdbc())
                        .reconsider(connected.tenant, connected.connection().id()));
        run();
    }

    /// When it is asked next, null when it is not watched.
    @Nullable
    Instant checkAt(SyncStage connected) {
        return new Watches(database.transactions(), database.jdbc())
                .find(connected.tenant, connected.connection().id())
                .map(Watch::checkAt)
                .orElse(null);
    }

    void change(SyncStage connected, AutoSync autoSync, @Nullable Integer hours) {
        settings.change(
                connected.tenant,
                before ->
                        before.with(before.preferences().withAutoSync(autoSync).withAutoSyncHours(hours)));
    }

    void organization(SyncStage connected, int hours) {
        OrganizationId organization = connected.tenant.organization();
        settings.change(organization, before -> before.with(before.preferences().withAutoSyncHours(hours)));
    }

    /// Plans and starts what is to be planned and started now.
    void run() {
        scheduled.run();
    }

    /// The same when it has become that late.
    void at(Instant time) {
        now = time;
        run();
    }

    List<SyncRun> scheduledRuns(SyncStage connected) {
        return connected.runs.list(connected.tenant, connected.connection().id(), Page.first(100)).stream()
                .filter(run -> run.cause() == SyncRun.Cause.SCHEDULE)
                .toList();
    }

    /// When it is due next, null when it is not scheduled.
    @Nullable
    Instant due(SyncStage connected) {
        return schedule(connected).map(Schedule::dueAt).orElse(null);
    }

    @Nullable
    Duration every(SyncStage connected) {
        return schedule(connected).map(Schedule::every).orElse(null);
    }

    private Optional<Schedule> schedule(SyncStage connected) {
        Schedules schedules = new Schedules(database.transactions(), database.jdbc());
        return database.transactions()
                .in(
                        connected.tenant,
                        () -> schedules.lock(
                                connected.tenant, connected.connection().id()));
    }

    void in(SyncStage connected, Runnable work) {
        database.transactions().run(connected.tenant, work);
    }

    void sql(Scope scope, String statement) {
        database.transactions().run(scope, () -> database.jdbc().sql(statement).update());
    }
}
