package dev.allotrope.postgres.embedded;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.postgres.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL that lives and dies with this process, on a free port of 127.0.0.1.
///
/// It holds two roles: the cluster's superuser, which only this class uses, and `allotrope`, the owner of the
/// database `allotrope`, which is no superuser and subject to row-level security. A database that an earlier process
/// left running is stopped and started again; one that dies while we run is started again on the same port.
public final class EmbeddedPostgres implements AutoCloseable {
    /// The name of the server's role and of its database.
    public static final String NAME = "allotrope";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration FIRST_RESTART_DELAY = Duration.ofMillis(200);
    private static final Duration LAST_RESTART_DELAY = Duration.ofSeconds(30);

    private final DataFolder folder;
    private final Cluster cluster;
    private final Passwords passwords;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);

    private EmbeddedPostgres(DataFolder folder, Cluster cluster, Passwords passwords, int port) {
        this.folder = folder;
        this.cluster = cluster;
        this.passwords = passwords;
        this.port = port;
    }

    /// Where and how to run.
    ///
    /// @param folder the data folder; created if absent
    /// @param programs where to unpack the programs; shared by any number of processes
    public record Settings(Path folder, Path programs, Durability durability) {
        /// Everything below one data folder, durable.
        public static Settings in(Path folder) {
            return new Settings(folder, folder.resolve("postgres"), Durability.DURABLE);
        }
    }

    /// Starts the database of a data folder, making it first if there is none, and returns once it answers.
    ///
    /// @throws Failure when the folder is in use (`BUSY`), of another major version (`NOT_SUPPORTED`), full
    ///     (`STORAGE_FULL`) or cannot be used for another reason that the message tells
    public static EmbeddedPostgres start(Settings settings) {
        try {
            return start(settings, Account.find());
        } catch (IOException unknown) {
            throw DataFolder.unusable(settings.folder(), unknown);
        }
    }

    static EmbeddedPostgres start(Settings given, Account account) {
        Settings settings = absolute(given);
        DataFolder folder = DataFolder.own(settings.folder());
        boolean started = false;
        try {
            EmbeddedPostgres postgres = launch(folder, settings, account);
            started = true;
            return postgres;
        } catch (IOException unusable) {
            throw DataFolder.unusable(settings.folder(), unusable);
        } finally {
            if (!started) {
                release(folder);
            }
        }
    }

    /// The database that another live process of this machine runs in `folder`, if there is one.
    public static Optional<DatabaseUrl> running(Path folder) {
        Path postgres = folder.toAbsolutePath().normalize().resolve("postgres");
        if (!DataFolder.owned(folder)) {
            return Optional.empty();
        }
        try {
            Optional<Integer> port = Cluster.port(postgres);
            if (port.isEmpty()) {
                return Optional.empty();
            }
            Secret password = Passwords.read(passwordFile(postgres)).server();
            return Optional.of(DatabaseUrl.local(port.get(), NAME, NAME, password));
        } catch (IOException unreadable) {
            throw DataFolder.unusable(folder, unreadable);
        }
    }

    /// The database `allotrope` as the server's role.
    public DatabaseUrl url() {
        return DatabaseUrl.local(port, NAME, NAME, passwords.server());
    }

    /// The process that serves the cluster; empty while it is being restarted.
    Optional<ProcessHandle> postmaster() {
        try {
            return cluster.postmaster();
        } catch (IOException unreadable) {
            throw DataFolder.unusable(folder.path(), unreadable);
        }
    }

    /// Stops the database and lets the data folder go.
    @Override
    public synchronized void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        try {
            cluster.stop();
        } catch (IOException unstoppable) {
            log.warn("could not stop the embedded database in {}; the next start will", folder.path(), unstoppable);
        } finally {
            release(folder);
        }
    }

    private static Settings absolute(Settings given) {
        return new Settings(
                given.folder().toAbsolutePath().normalize(),
                given.programs().toAbsolutePath().normalize(),
                given.durability());
    }

    private static EmbeddedPostgres launch(DataFolder folder, Settings settings, Account account) throws IOException {
        Files.createDirectories(folder.postgres());
        Path home = Binaries.unpack(settings.programs());
        Cluster cluster = new Cluster(folder.postgres(), home, account, settings.durability());
        stopOrphan(cluster, folder);
        Passwords passwords = Passwords.in(passwordFile(folder.postgres()));
        cluster.create(passwords.superuser());
        cluster.forgetDeadPostmaster();
        EmbeddedPostgres postgres = new EmbeddedPostgres(folder, cluster, passwords, startOnFreePort(cluster));
        postgres.prepare();
        postgres.watch();
        return postgres;
    }

    private static Path passwordFile(Path postgres) {
        return postgres.resolve("passwords.properties");
    }

    private static void stopOrphan(Cluster cluster, DataFolder folder) throws IOException {
        if (cluster.postmaster().isPresent()) {
            log.info("stopping the database that a killed process left running in {}", folder.path());
            cluster.stop();
        }
    }

    private static int startOnFreePort(Cluster cluster) throws IOException {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            if (cluster.start(port)) {
                return port;
            }
        }
        throw new Failure(
                ErrorCode.DATABASE_UNAVAILABLE,
                "could not start the embedded database: found no free port on 127.0.0.1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void prepare() {
        DatabaseUrl superuser = DatabaseUrl.local(port, "postgres", Cluster.SUPERUSER, passwords.superuser());
        try (Connection connection = superuser.open();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN NOSUPERUSER NOBYPASSRLS");
            }
            statement.execute(
                    "ALTER ROLE " + NAME + " PASSWORD '" + passwords.server().reveal() + "'");
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        } catch (SQLException failed) {
            stopAfter(failed);
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "could not prepare the embedded database in " + folder.path() + ": " + failed.getMessage(),
                    failed);
        }
    }

    private void stopAfter(SQLException failed) {
        try {
            cluster.stop();
        } catch (IOException unstoppable) {
            failed.addSuppressed(unstoppable);
        }
    }

    private static boolean exists(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private void watch() throws IOException {
        cluster.postmaster()
                .ifPresent(process -> process.onExit()
                        .thenRun(() ->
                                Thread.ofVirtual().name("postgres-restart").start(this::restart)));
    }

    private void restart() {
        Duration delay = FIRST_RESTART_DELAY;
        while (!closed(delay)) {
            if (restarted()) {
                return;
            }
            delay = delay.multipliedBy(2).compareTo(LAST_RESTART_DELAY) < 0
                    ? delay.multipliedBy(2)
                    : LAST_RESTART_DELAY;
        }
    }

    private boolean closed(Duration delay) {
        try {
            return closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized boolean restarted() {
        if (closing.getCount() == 0) {
            return true;
        }
        log.warn("the embedded database ended unexpectedly; starting it again on port {}", port);
        try {
            cluster.forgetDeadPostmaster();
            if (cluster.postmaster().isEmpty() && !cluster.start(port)) {
                log.warn("port {} is taken by another program; trying again", port);
                return false;
            }
            watch();
            log.info("the embedded database is back");
            return true;
        } catch (IOException | Failure failed) {
            log.error("could not start the embedded database again; trying again", failed);
            return false;
        }
    }

    private static void release(DataFolder folder) {
        try {
            folder.close();
        } catch (IOException failed) {
            log.warn("could not release the data folder {}", folder.path(), failed);
        }
    }
}
