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
/// and locked again. What it finds is the [DatabaseHealth].
final class NodeLock implements DatabaseHealth, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeLock.class);
    /// "allotrop" in ASCII: any number that nobody else's advisory lock is likely to be.
    private static final long KEY = 0x616c6c6f74726f70L;

    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /// A server that was just killed may still have its session for a moment.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseUrl url;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Connection connection;
    private volatile @Nullable String problem;

    private NodeLock(DatabaseUrl url) {
        this.url = url;
    }

    /// Takes the lock, waiting a few seconds for a server that is just ending, and keeps it until [#close].
    ///
    /// @throws Failure `BUSY` when another server works with this database
    static NodeLock acquire(DatabaseUrl url) {
        return acquire(url, PATIENCE);
    }

    static NodeLock acquire(DatabaseUrl url, Duration patience) {
        NodeLock lock = new NodeLock(url);
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
        try (Statement statement = fresh.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            if (row.next() && row.getBoolean(1)) {
                return null;
            }
        }
        disconnect();
        return "another Allotrope server is working with it";
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
