package dev.allotrope;

import dev.allotrope.postgres.DatabaseUrl;
import dev.allotrope.postgres.embedded.Durability;
import dev.allotrope.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/// The one PostgreSQL of a test JVM, started when the first test asks. It ends with the JVM; what a killed JVM left
/// behind is stopped and deleted by the next one.
final class TestPostgres {
    private static final String TEMPLATE = "migrated";

    private final EmbeddedPostgres postgres;
    private final Path folder;
    private final AtomicInteger created = new AtomicInteger();
    private boolean migrated;

    private static final class Holder {
        static final TestPostgres INSTANCE = start();
    }

    private TestPostgres(EmbeddedPostgres postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    static TestPostgres get() {
        return Holder.INSTANCE;
    }

    /// The programs, unpacked once for all test runs of this user.
    static Path programs() {
        return root().resolve("programs");
    }

    /// Creates a database, as a copy of the migrated one or empty, and returns its name.
    synchronized String create(boolean withSchema) {
        if (withSchema && !migrated) {
            execute("CREATE DATABASE " + TEMPLATE + " OWNER " + EmbeddedPostgres.NAME);
            Flyway.configure()
                    .dataSource(url(TEMPLATE).text().reveal(), null, null)
                    .load()
                    .migrate();
            migrated = true;
        }
        String name = "test_" + created.incrementAndGet();
        String template = withSchema ? " TEMPLATE " + TEMPLATE : "";
        execute("CREATE DATABASE " + name + " OWNER " + EmbeddedPostgres.NAME + template);
        return name;
    }

    void drop(String name) {
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    DatabaseUrl url(String name) {
        String url = postgres.url().text().reveal();
        return DatabaseUrl.parse(url.replace("/" + EmbeddedPostgres.NAME + "?", "/" + name + "?"));
    }

    private static TestPostgres start() {
        deleteAbandoned();
        Path folder = root().resolve("run-" + ProcessHandle.current().pid());
        EmbeddedPostgres postgres = launch(folder);
        TestPostgres started = new TestPostgres(postgres, folder);
        Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "test-postgres-stop"));
        return started;
    }

    private static EmbeddedPostgres launch(Path folder) {
        return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(folder, programs(), Durability.FORGETFUL));
    }

    private static Path root() {
        return Path.of(System.getProperty("java.io.tmpdir"), "allotrope-test-" + System.getProperty("user.name"));
    }

    // A folder whose process is gone: starting there stops the orphaned database, and then it can go.
    private static void deleteAbandoned() {
        try {
            Files.createDirectories(root());
            try (FileChannel oneAtATime = FileChannel.open(
                            root().resolve("cleanup.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = oneAtATime.lock();
                    DirectoryStream<Path> runs = Files.newDirectoryStream(root(), "run-*")) {
                for (Path run : runs) {
                    deleteIfAbandoned(run);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void deleteIfAbandoned(Path run) {
        long pid = Long.parseLong(run.getFileName().toString().substring("run-".length()));
        if (ProcessHandle.of(pid).isPresent()) {
            return;
        }
        if (Files.exists(run.resolve("postgres/cluster/postmaster.pid"))) {
            launch(run).close();
        }
        delete(run);
    }

    private void stop() {
        postgres.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException stillThere) {
            throw new UncheckedIOException("could not delete " + folder, stillThere);
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(superuserUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    String superuserUrl(String name) {
        Properties passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("postgres/passwords.properties"))) {
            passwords.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        String base = postgres.url().text().reveal();
        String server = base.substring(0, base.lastIndexOf('/'));
        return server + "/" + name + "?user=postgres&password=" + passwords.getProperty("superuser");
    }
}
