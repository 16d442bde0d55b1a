package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.embedded.Durability;
import dev.allotrope.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NodeLockIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Path PROGRAMS = Path.of(
            System.getProperty("java.io.tmpdir"), "allotrope-test-" + System.getProperty("user.name"), "programs");

    @RegisterExtension
    static final TestDatabase database = TestDatabase.empty();

    private static final String THIS_DATABASE =
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private static final String TERMINATE_HOLDER =
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted" + THIS_DATABASE;

    @TempDir
    Path folder;

    @Test
    void admits_one_server_at_a_time() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        try (NodeLock first = NodeLock.acquire(url, LIMIT)) {
            Failure refused = catchThrowableOfType(Failure.class, () -> NodeLock.acquire(url, Duration.ZERO));

            assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(refused).hasMessageContaining("another Allotrope server is working with it");
            assertThat(first.problem()).isEmpty();
        }
        NodeLock.acquire(url, LIMIT).close();
    }

    @Test
    void locks_again_after_a_lost_connection() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        try (NodeLock lock = NodeLock.acquire(url, LIMIT)) {
            List<Integer> before = holders();
            database.jdbc().sql(TERMINATE_HOLDER).query().listOfRows();

            // There may be no moment at which nobody is seen to hold it.
            Await.until(LIMIT, () -> {
                List<Integer> now = holders();
                return now.size() == 1 && !now.equals(before);
            });
            Await.until(LIMIT, () -> lock.problem().isEmpty());
            assertThat(before).hasSize(1);
        }
    }

    @Test
    void another_server_that_took_over_meanwhile_is_noticed_and_keeps_the_lock() throws Exception {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        CountDownLatch lost = new CountDownLatch(1);
        try (NodeLock lock = NodeLock.acquire(url, LIMIT, lost::countDown);
                Connection other = url.open();
                Statement statement = other.createStatement()) {
            Thread takeover = Thread.ofVirtual().start(() -> lock(statement));
            Await.until(LIMIT, () -> locks("NOT granted") == 1);
            database.jdbc().sql(TERMINATE_HOLDER).query().listOfRows();

            assertThat(lost.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(lock.problem()).contains("another Allotrope server is working with it");
            assertThat(takeover.join(LIMIT)).isTrue();
            assertThat(locks("granted")).isEqualTo(1);
        }
    }

    @Test
    void a_session_that_the_database_still_takes_for_ours_is_ended() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        try (Relay relay = Relay.to(database.url());
                NodeLock lock = NodeLock.acquire(DatabaseUrl.parse(relay.url()), LIMIT, lost::countDown)) {
            relay.cut();

            Await.until(LIMIT, () -> relay.opened() >= 3 && lock.problem().isEmpty());
            assertThat(locks("granted")).isEqualTo(1);
            assertThat(lost.getCount()).isEqualTo(1);
        }
    }

    @Test
    void says_that_the_database_is_gone_and_when_it_is_back() throws IOException {
        EmbeddedPostgres.Settings settings = new EmbeddedPostgres.Settings(folder, PROGRAMS, Durability.FORGETFUL);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
                Relay relay = Relay.to(postgres.url().text().reveal());
                NodeLock lock = NodeLock.acquire(DatabaseUrl.parse(relay.url()), LIMIT)) {
            List<String> lines = Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid"));
            ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow().destroyForcibly();
            // It may be back before anybody asks for it.
            relay.close();

            Await.until(LIMIT, () -> lock.problem().isPresent());
            relay.open();
            Await.until(LIMIT, () -> lock.problem().equals(Optional.empty()));
        }
    }

    private static List<Integer> holders() {
        return database.jdbc()
                .sql("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted" + THIS_DATABASE)
                .query(Integer.class)
                .list();
    }

    private static long locks(String which) {
        return database.jdbc()
                .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND " + which + THIS_DATABASE)
                .query(Long.class)
                .single();
    }

    private static void lock(Statement statement) {
        try {
            statement.execute("SELECT pg_advisory_lock(" + NodeLock.KEY + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
