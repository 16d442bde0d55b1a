package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to be the one server of a database: an advisory lock, held by a connection of its own for as long as we
/// live.
///
/// That connection is also the pulse: once a second it asks the database something, and when it is lost it is opened
/// and locked again. What it finds is the [DatabaseHealth]. When another server took the lock meanwhile, this one has
/// lost its database for good.
final class NodeLock implements DatabaseHealth, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeLock.class);
    /// "allotrop" in ASCII: any number that nobody else's advisory lock is likely to be.
    static final long KEY = 0x616c6c6f74726f70L;

    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /// A server that was just killed may still have its session for a moment.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Has PostgreSQL end our session, and with it the lock, within that patience after our machine or the way to it is
    /// gone; by itself it would wait for two hours.
    static final String NOTICE_OUR_END =
            "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";

    private static final String LOCK = """
            SELECT pg_try_advisory_lock(%d), pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()
            """.formatted(KEY);

    private static final String HOLDER = """
            SELECT pid, pid || ' ' || backend_start FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND classid = %d AND objid = %d
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """.formatted(KEY >>> 32, KEY & 0xffff_ffffL);

    private final DatabaseUrl url;
    private final Runnable lost;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Connection connection;
    private volatile @Nullable String problem;
    private volatile boolean taken;
    /// Which session of ours held the lock last.
    private @Nullable String session;

    private NodeLock(DatabaseUrl url, Runnable lost) {
        this.url = url;
        this.lost = lost;
    }

    /// Takes the lock, waiting a few seconds for a server that is just ending, and keeps it until [#close]. `lost` is
    /// called when another server took it after the connection was lost.
    ///
    /// @throws Failure `BUSY` when another server works with this database
    static NodeLock acquire(DatabaseUrl url, Runnable lost) {
        return acquire(url, PATIENCE, lost);
    }

    static NodeLock acquire(DatabaseUrl url, Duration patience) {
        return acquire(url, patience, () -> {});
    }

    static NodeLock acquire(DatabaseUrl url, Duration patience, Runnable lost) {
        NodeLock lock = new NodeLock(url, lost);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!lock.beat()) {
            if (System.nanoTime() > deadline || lock.ended(Duration.ofMillis(200))) {
                lock.close();
                throw new Failure(
                        ErrorCode.BUSY,
                        "could not use the database " + url + ": "
                                + lock.problem().orElse("closed")
                                + "; stop that server first, or give this one a database of its own",
                        Retry.after(PATIENCE),
                        null);
            }
        }
        Thread.ofPlatform().name("database-pulse").daemon().start(lock::pulse);
        return lock;
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        closing.countDown();
        disconnect();
    }

    private void pulse() {
        while (!ended(PULSE)) {
            String before = problem;
            boolean well = beat();
            if (taken) {
                log.error("another Allotrope server took the database over while it was lost; this one ends");
                lost.run();
                return;
            }
            if (!well && before == null) {
                log.error("the database is lost, trying to reach it again: {}", problem);
            }
            if (well && before != null) {
                log.info("the database is back");
            }
        }
    }

    private boolean ended(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized boolean beat() {
        if (closing.getCount() == 0) {
            return true;
        }
        try {
            problem = connection != null && connection.isValid((int) ANSWER_LIMIT.toSeconds()) ? null : lockAgain();
        } catch (SQLException unreachable) {
            disconnect();
            problem = "it does not answer (" + unreachable.getMessage() + ")";
        }
        return problem == null;
    }

    private @Nullable String lockAgain() throws SQLException {
        disconnect();
        Connection fresh = url.open();
        connection = fresh;
        try (Statement statement = fresh.createStatement()) {
            statement.execute(NOTICE_OUR_END);
            if (locked(statement)) {
                taken = false;
                return null;
            }
            String problem = heldBy(statement);
            disconnect();
            return problem;
        }
    }

    private boolean locked(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOCK)) {
            boolean locked = row.next() && row.getBoolean(1);
            if (locked) {
                session = row.getString(2);
            }
            return locked;
        }
    }

    /// PostgreSQL may not have noticed yet that our connection is gone: then that session is ended.
    private String heldBy(Statement statement) throws SQLException {
        int holder;
        try (ResultSet row = statement.executeQuery(HOLDER)) {
            if (!row.next()) {
                return "the server that worked with it is just ending";
            }
            holder = row.getInt(1);
            taken = session == null || !session.equals(row.getString(2));
        }
        if (taken) {
            return "another Allotrope server is working with it";
        }
        statement.execute("SELECT pg_terminate_backend(" + holder + ")");
        return "our lost connection is just ending";
    }

    private synchronized void disconnect() {
        Connection last = connection;
        connection = null;
        if (last == null) {
            return;
        }
        try {
            last.close();
        } catch (SQLException alreadyGone) {
            log.debug("closing a lost connection", alreadyGone);
        }
    }
}
