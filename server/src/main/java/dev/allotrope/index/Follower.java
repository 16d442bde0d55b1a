package dev.allotrope.index;

import dev.allotrope.embed.BulkThreads;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps every tenant's index at the head of its library. Woken by [#wake] when documents were written, and by a
/// sweep that finds what a signal missed; each turn applies one batch, so that a large tenant does not hold up the
/// others. Turns that searches wait for have threads of their own: they queue behind no others.
///
/// A start opens no index. The first sweep takes a glance at each and has only those followed that lag; afterwards one
/// after the other is opened on a thread that gives way, so that damage is found before somebody searches.
public final class Follower implements AutoCloseable {
    /// How long a search waits for its index to reach the head.
    static final Duration SEARCH_PATIENCE = Duration.ofMillis(500);
    /// When to ask again while an index is being built.
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /// Writes that arrive within this time are made searchable together, unless a search waits for them.
    private static final Duration LINGER = Duration.ofMillis(200);

    private static final Duration FORGET_PATIENCE = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
    /// Every how many sweeps the indexes are looked at themselves: one that was given up is built again although nobody
    /// searches or writes.
    private static final int LOOK_EVERY = 30;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;
    static final int THREADS = 2;

    private static final Logger log = LoggerFactory.getLogger(Follower.class);

    private final FollowedLibrary library;
    private final Catcher catcher;
    private final Duration patience;
    private final Map<Tenant, Track> tracks = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor workers = workers("index-follow-");
    private final ScheduledThreadPoolExecutor searched = workers("index-follow-searched-");
    private final ExecutorService opening = Executors.newSingleThreadExecutor(BulkThreads.named("index-open-"));
    private volatile boolean started;
    /// Touched by sweeps alone, which follow each other.
    private int sweeps;

    Follower(FollowedLibrary library, Index index) {
        this(library, index, SEARCH_PATIENCE);
    }

    Follower(FollowedLibrary library, Index index, Duration patience) {
        this.library = library;
        this.patience = patience;
        this.catcher = new Catcher(library, index, tenant -> track(tenant).moved());
    }

    /// Sees to it that an index which is ahead of its library, or follows another one, answers nobody. To be called
    /// before anybody writes.
    void distrust() {
        catcher.distrust(library.heads());
    }

    /// Begins to follow; until then signals are ignored.
    public void start() {
        started = true;
        workers.scheduleWithFixedDelay(this::sweep, 0, SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Says that documents of a tenant were written. Returns at once.
    public void wake(Tenant tenant) {
        Track track = track(tenant);
        if (started && track.request()) {
            run(track, LINGER);
        }
    }

    /// Waits until the tenant's index shows everything written so far, but not longer than [#SEARCH_PATIENCE]: then
    /// an index that lags is good enough. Throws [Failure] with `INDEX_REBUILDING` while there is no whole index.
    public void reach(Tenant tenant) {
        Heads.Head head = library.head(tenant);
        if (catcher.reached(tenant, head)) {
            return;
        }
        Track track = track(tenant);
        await(track, head);
        if (!catcher.whole(tenant, head)) {
            throw new Failure(
                    ErrorCode.INDEX_REBUILDING,
                    "could not search documents of customer " + tenant.customer()
                            + ": their index is being built; try again in " + RETRY_AFTER.toSeconds() + " s",
                    Retry.after(RETRY_AFTER),
                    null);
        }
    }

    /// Erases the index of a tenant whose documents are gone from the library. A turn that began before ends first, so
    /// that it cannot write again what is dropped here; one that begins later finds nothing.
    /// False when that turn took too long: call again.
    boolean forget(Tenant tenant) {
        boolean idle = track(tenant).awaitIdle(System.nanoTime() + FORGET_PATIENCE.toNanos());
        if (idle) {
            catcher.drop(tenant);
        }
        return idle;
    }

    /// Stops after the batches in work.
    @Override
    public void close() {
        started = false;
        workers.close();
        searched.close();
        opening.close();
    }

    private void await(Track track, Heads.Head head) {
        long deadline = System.nanoTime() + patience.toNanos();
        track.join();
        try {
            run(track, Duration.ZERO);
            long move = track.moves();
            while (!catcher.reached(track.tenant, head) && System.nanoTime() < deadline) {
                move = track.awaitMoveAfter(move, deadline);
            }
        } finally {
            track.leave();
        }
    }

    private void sweep() {
        try {
            if (sweeps == 0) {
                firstSweep();
            } else {
                boolean looking = sweeps % LOOK_EVERY == 0;
                library.heads().forEach((tenant, head) -> {
                    if (track(tenant).lags(head) || (looking && !safely(tenant, () -> catcher.kept(tenant, head)))) {
                        wake(tenant);
                    }
                });
            }
            sweeps++;
        } catch (RuntimeException e) {
            log.warn("could not look for indexes that lag: {}; trying again in {}", e.toString(), SWEEP_EVERY);
        }
    }

    private void firstSweep() {
        Set<Tenant> untold = library.untold();
        Map<Tenant, Heads.Head> heads = library.heads();
        heads.forEach((tenant, head) -> {
            track(tenant).lags(head);
            if (!untold.contains(tenant) && safely(tenant, () -> catcher.followed(tenant, head))) {
                track(tenant).settle(head);
            } else {
                wake(tenant);
            }
        });
        opening.execute(() -> heads.keySet().forEach(this::open));
    }

    private void open(Tenant tenant) {
        if (started && !safely(tenant, () -> catcher.whole(tenant, library.head(tenant)))) {
            wake(tenant);
        }
    }

    /// One that cannot be looked at keeps no other from that: its turn says why, and tries again.
    private static boolean safely(Tenant tenant, BooleanSupplier look) {
        try {
            return look.getAsBoolean();
        } catch (RuntimeException e) {
            log.debug("could not look at the index of tenant {}", tenant, e);
            return false;
        }
    }

    private void run(Track track, Duration delay) {
        try {
            (track.awaited() ? searched : workers)
                    .schedule(() -> follow(track), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("no longer following tenant {}: the server stops", track.tenant);
        }
    }

    private void follow(Track track) {
        if (!track.begin()) {
            return;
        }
        Duration pause = LINGER;
        try {
            if (catcher.step(track.tenant)) {
                track.request();
                pause = Duration.ZERO;
            } else {
                track.settle();
            }
            track.failures = 0;
        } catch (RuntimeException e) {
            pause = FIRST_RETRY.multipliedBy(1L << Math.min(track.failures++, MAX_DOUBLINGS));
            track.request();
            log.warn(
                    "could not follow documents of tenant {}: {}; trying again in {}",
                    track.tenant,
                    e.toString(),
                    pause);
        }
        if (track.end()) {
            run(track, track.awaited() ? Duration.ZERO : pause);
        }
    }

    private static ScheduledThreadPoolExecutor workers(String name) {
        ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(
                THREADS, Thread.ofPlatform().name(name, 0).daemon().factory());
        workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return workers;
    }

    private Track track(Tenant tenant) {
        return tracks.computeIfAbsent(tenant, Track::new);
    }

    /// One tenant's place in the queue: at most one turn at a time, and no request is lost.
    private static final class Track {
        private final Tenant tenant;
        private boolean requested;
        private boolean running;
        private int searches;
        /// Batches applied and turns ended, for searches that wait.
        private long moves;

        /// The head that a sweep saw last, and the one that was reached since; so that a sweep opens no index for
        /// nothing.
        private Heads.@Nullable Head seen;

        private Heads.@Nullable Head reached;

        /// Turns in a row that failed; touched only by the turn.
        private int failures;

        private Track(Tenant tenant) {
            this.tenant = tenant;
        }

        /// Asks for a turn; true when it has to be scheduled.
        private synchronized boolean request() {
            boolean first = !requested && !running;
            requested = true;
            return first;
        }

        /// Whether the head is another one than was reached, as far as sweeps know.
        private synchronized boolean lags(Heads.Head head) {
            seen = head;
            return !head.equals(reached);
        }

        /// A turn found nothing left to do: what a sweep saw before it is reached, or waits for a turn of its own.
        private synchronized void settle() {
            reached = seen;
        }

        /// Found to be where a sweep saw the head.
        private synchronized void settle(Heads.Head head) {
            reached = head;
        }

        private synchronized boolean begin() {
            if (running || !requested) {
                return false;
            }
            requested = false;
            running = true;
            return true;
        }

        /// Ends a turn; true when another was asked for meanwhile.
        private synchronized boolean end() {
            running = false;
            moved();
            return requested;
        }

        private synchronized void moved() {
            moves++;
            notifyAll();
        }

        private synchronized long moves() {
            return moves;
        }

        /// A search begins to wait: it asks for a turn, and turns follow without pause while it is there.
        private synchronized void join() {
            requested = true;
            searches++;
        }

        private synchronized void leave() {
            searches--;
        }

        private synchronized boolean awaited() {
            return searches > 0 && failures == 0;
        }

        /// Waits for a move after the given one, until the deadline in nanoseconds.
        private synchronized long awaitMoveAfter(long move, long deadline) {
            try {
                for (long left = left(deadline); moves == move && left > 0; left = left(deadline)) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(ErrorCode.OVERLOADED, "could not search: the server stops; try again", e);
            }
            return moves;
        }

        /// Waits until no turn runs; false when the deadline came first.
        private synchronized boolean awaitIdle(long deadline) {
            long move = moves;
            while (running && left(deadline) > 0) {
                move = awaitMoveAfter(move, deadline);
            }
            return !running;
        }

        private static long left(long deadline) {
            return Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }
}
