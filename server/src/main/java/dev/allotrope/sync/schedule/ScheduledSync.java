package dev.allotrope.sync.schedule;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionRevoked;
import dev.allotrope.connect.Connections;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.SettingsChanged;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.Preferences;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/// Syncs connections by themselves, as often as their customers' settings say, and has those that are watched asked
/// whether anything moved.
///
/// Whatever moves a setting or an authorization marks the schedules that depend on it, in its own transaction; [#run]
/// plans those anew and starts what is due, each in one transaction with the time it is due next. So a kill at any
/// line neither loses a run nor starts it twice, and a server that was away for days starts one run, not many.
///
/// What is due waits here, the longest overdue first, and not in the lane of jobs: only few runs are under way
/// at a time, so that whoever asks for a sync queues behind few although thousands are due.
final class ScheduledSync implements JobHandler {
    static final String NAME = "schedule";
    static final String INSTANCE = "all";
    static final Duration INTERVAL = Duration.ofSeconds(5);
    /// When more is due than there was room for.
    static final Duration SOON = Duration.ofMillis(250);

    /// How many schedules one [#run] plans.
    static final int BATCH = 500;
    /// How many runs that nobody asked for may queue or have begun lately: four times as many as go on at a time.
    static final int MAX_UNDERWAY = 16;

    private static final String USUAL_HOUR = "3600";
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledSync.class);

    private final Transactions transactions;
    private final Schedules schedules;
    private final Checks checks;
    private final Connections connections;
    private final Settings settings;
    private final Sync sync;
    private final Clock clock;
    private boolean begun;

    ScheduledSync(
            Transactions transactions,
            Plans plans,
            Connections connections,
            Settings settings,
            Sync sync,
            Clock clock) {
        this.transactions = transactions;
        this.schedules = plans.schedules();
        this.checks = plans.checks();
        this.connections = connections;
        this.settings = settings;
        this.sync = sync;
        this.clock = clock;
    }

    /// What connections are planned by.
    record Plans(Schedules schedules, Checks checks) {}

    /// What time it is, and how long an hour of the settings lasts.
    record Clock(InstantSource now, Duration hour) {
        /// With the hour that `ALLOTROPE_DEV_HOUR_SECONDS` asks for. Throws [Failure] with `NOT_CONFIGURED` for what
        /// is no number of seconds.
        static Clock of(String hourSeconds, InstantSource now) {
            String seconds = hourSeconds.isBlank() ? USUAL_HOUR : hourSeconds.strip();
            if (!seconds.matches("[1-9]\\d{0,5}")) {
                throw Failure.wrongSetting(
                        "ALLOTROPE_DEV_HOUR_SECONDS", hourSeconds, "a whole number from 1 to 999999");
            }
            if (!seconds.equals(USUAL_HOUR)) {
                LOG.warn(
                        "ALLOTROPE_DEV_HOUR_SECONDS is set: an hour of automatic syncs lasts {} seconds. For development only.",
                        seconds);
            }
            return new Clock(now, Duration.ofSeconds(Long.parseLong(seconds)));
        }

        Duration hours(int hours) {
            return hour.multipliedBy(hours);
        }

        /// A wait between checks, by the length of an hour. A second at least: that is how closely checks are planned.
        Duration scaled(Duration wait) {
            long seconds =
                    wait.toSeconds() * hour.toSeconds() / Duration.ofHours(1).toSeconds();
            return Duration.ofSeconds(Math.max(1, seconds));
        }
    }

    @EventListener
    void on(SettingsChanged event) {
        schedules.reconsider(event.scope());
    }

    @EventListener
    void on(ConnectionAuthorized event) {
        schedules.reconsider(event.tenant(), event.connection());
        checks.distrust(event.tenant(), event.connection());
    }

    @EventListener
    void on(Connections.Configured event) {
        schedules.reconsider(event.tenant(), event.connection());
    }

    @EventListener
    void on(ConnectionRevoked event) {
        schedules.reconsider(event.tenant(), event.connection());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.PROMPT;
    }

    @Override
    public boolean first() {
        return true;
    }

    @Override
    public boolean pending(String instance) {
        return true;
    }

    @Override
    public Outcome run(String instance) {
        return new Outcome.Again(run() ? SOON : INTERVAL);
    }

    /// Plans what has to be planned anew, then starts what is due and has room. One that cannot be done is tried again
    /// the next time and keeps none of the others from being done. True when more is due.
    boolean run() {
        if (!begun) {
            schedules.reconsiderOthers(
                    Preferences.HOURS.stream().map(clock::hours).toList());
            begun = true;
        }
        schedules.stale(BATCH).forEach(each -> alone(each, this::plan));
        Instant now = clock.now().instant();
        int room = Math.max(0, MAX_UNDERWAY - schedules.underway());
        int half = (room + 1) / 2;
        boolean more = some(schedules.due(now, half + 1), half, this::start);
        int rest = Math.max(0, MAX_UNDERWAY - schedules.underway());
        return some(checks.due(now, rest + 1), rest, this::check) || more;
    }

    /// True when there were more.
    private boolean some(List<Connections.Owned> due, int room, Consumer<Connections.Owned> work) {
        due.stream().limit(room).forEach(each -> alone(each, work));
        return due.size() > room;
    }

    private void alone(Connections.Owned owned, Consumer<Connections.Owned> work) {
        try {
            transactions.run(owned.tenant(), () -> work.accept(owned));
        } catch (RuntimeException e) {
            LOG.warn("could not schedule connection {}; trying again", owned.id(), e);
        }
    }

    /// A run that was missed stays due under the new plan.
    private void plan(Connections.Owned owned) {
        Instant now = clock.now().instant();
        Optional<Connection> usable = connections.lockUsable(owned.tenant(), owned.id());
        Optional<Schedule> before = schedules.lock(owned.tenant(), owned.id());
        Optional<Duration> every = usable.flatMap(this::every);
        schedules.save(owned.tenant(), owned.id(), every.map(wanted -> planned(before, wanted, owned.id(), now)));
        checks.plan(owned, usable, now);
    }

    private static Schedule planned(Optional<Schedule> before, Duration every, ConnectionId connection, Instant now) {
        return before.filter(known -> known.due(now) || known.every().equals(every))
                .map(known -> new Schedule(every, known.dueAt()))
                .orElseGet(() -> Schedule.after(now, connection, every));
    }

    /// Settings and authorization are asked again: they may have moved since the plan was made.
    private void start(Connections.Owned owned) {
        Instant now = clock.now().instant();
        Optional<Connection> usable = connections.lockUsable(owned.tenant(), owned.id());
        Optional<Schedule> due = schedules.lock(owned.tenant(), owned.id()).filter(planned -> planned.due(now));
        if (due.isEmpty()) {
            return;
        }
        Optional<Duration> every = usable.flatMap(this::every);
        if (every.isPresent()) {
            sync.listAgain(owned.tenant(), owned.id(), SyncRun.Cause.SCHEDULE);
        }
        schedules.save(owned.tenant(), owned.id(), every.map(wanted -> Schedule.after(now, owned.id(), wanted)));
    }

    private void check(Connections.Owned owned) {
        checks.start(
                owned,
                connections.lockUsable(owned.tenant(), owned.id()),
                clock.now().instant());
    }

    private Optional<Duration> every(Connection connection) {
        EffectiveSettings wanted = settings.of(connection.tenant());
        return wanted.autoSync().covers(connection.kind().name())
                ? Optional.of(clock.hours(wanted.autoSyncHours()))
                : Optional.empty();
    }
}
