package dev.allotrope.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.Await;
import dev.allotrope.postgres.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    private static final Path PROGRAMS = Path.of(
            System.getProperty("java.io.tmpdir"), "allotrope-test-" + System.getProperty("user.name"), "programs");

    @TempDir
    Path folder;

    private EmbeddedPostgres.Settings settings;

    @BeforeEach
    void choose_the_folder() {
        settings = new EmbeddedPostgres.Settings(folder.resolve("data"), PROGRAMS, Durability.DURABLE);
    }

    @Test
    void keeps_committed_rows_over_a_restart() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            execute(postgres, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('hello')");
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SELECT word FROM kept")).isEqualTo("hello");
        }
    }

    @Test
    void is_durable_local_and_collates_the_same_everywhere() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(text(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(text(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(text(
                            postgres,
                            "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'allotrope'"))
                    .isEqualTo("bC.UTF-8");
            assertThat(
                            text(
                                    postgres,
                                    "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void asks_everybody_for_a_password() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            String wrong = postgres.url().text().reveal().replaceAll("password=.*", "password=wrong");

            SQLException refused = catchThrowableOfType(
                    SQLException.class, () -> DatabaseUrl.parse(wrong).open());

            assertThat(refused.getSQLState()).isEqualTo("28P01");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(settings.folder().resolve("postgres/passwords.properties"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void takes_over_from_a_killed_process_without_losing_a_commit() throws Exception {
        Process killed = ForkedServer.start(settings.folder(), PROGRAMS);
        killed.destroyForcibly().waitFor();
        assertThat(Cluster.port(settings.folder().resolve("postgres"))).isPresent();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void starts_when_a_crash_left_the_id_of_a_process_that_is_somebody_else_now() throws Exception {
        EmbeddedPostgres.start(settings).close();
        Path file = settings.folder().resolve("postgres/cluster/postmaster.pid");
        Files.writeString(
                file, ProcessHandle.current().pid() + "\n" + file.getParent() + "\n0\n1\n\n127.0.0.1\n0 0\nready\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SELECT 'up'")).isEqualTo("up");
        }
    }

    @Test
    void starts_again_when_the_database_is_killed_under_it() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            execute(postgres, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('hello')");
            ProcessHandle first = postgres.postmaster().orElseThrow();

            first.destroyForcibly();
            first.onExit().join();

            Await.until(Duration.ofSeconds(30), () -> postgres.postmaster().isPresent() && answers(postgres));
            assertThat(text(postgres, "SELECT word FROM kept")).isEqualTo("hello");
        }
    }

    @Test
    void refuses_a_folder_that_a_live_process_uses() {
        try (EmbeddedPostgres owner = EmbeddedPostgres.start(settings)) {
            Failure refused = catchThrowableOfType(Failure.class, () -> EmbeddedPostgres.start(settings));

            assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
            assertThat(refused)
                    .hasMessageContaining(
                            "the Allotrope process " + ProcessHandle.current().pid() + " is using it");
            assertThat(EmbeddedPostgres.running(settings.folder())).contains(owner.url());
        }
        assertThat(EmbeddedPostgres.running(settings.folder())).isEmpty();
    }

    @Test
    void refuses_a_cluster_of_another_major_version() throws IOException {
        EmbeddedPostgres.start(settings).close();
        Files.writeString(settings.folder().resolve("postgres/cluster/PG_VERSION"), "17\n");

        Failure refused = catchThrowableOfType(Failure.class, () -> EmbeddedPostgres.start(settings));

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining("it is of PostgreSQL 17, and this Allotrope brings PostgreSQL 18");
    }

    @Test
    void begins_anew_where_a_first_start_was_cut_off() throws Exception {
        Path unfinished = settings.folder().resolve("postgres/cluster-new-1");
        Files.createDirectories(unfinished);
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SELECT 'up'")).isEqualTo("up");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void says_that_the_folder_cannot_be_made() throws IOException {
        Files.writeString(folder.resolve("data"), "a file");

        Failure refused = catchThrowableOfType(Failure.class, () -> EmbeddedPostgres.start(settings));

        assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(refused.getMessage().toLowerCase(Locale.ROOT))
                .contains("could not use the data folder", "allotrope_data_dir");
    }

    @Test
    void says_that_the_disk_is_full() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root mounts");
        EmbeddedPostgres.start(settings).close();

        assertThat(ForkedServer.outputOn(folder, "size=20k", PROGRAMS))
                .contains("could not use the data folder " + folder.resolve("data")
                        + ": the disk is full; free some space");
        assertThat(ForkedServer.outputOn(folder, "size=20m", PROGRAMS))
                .contains("could not create the embedded database", "the disk is full; free some space and try again");
    }

    @Test
    void says_that_the_file_system_is_read_only() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root mounts");

        assertThat(ForkedServer.outputOn(folder, "ro", PROGRAMS))
                .contains("could not use the data folder " + folder.resolve("data") + ": the file system is read-only");
    }

    @Test
    void runs_as_an_unprivileged_user_where_namespaces_are_forbidden() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root changes users");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Account account = Account.unprivileged();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings, account)) {
            execute(postgres, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('hello')");
            assertThat(postgres.postmaster().orElseThrow().info().user())
                    .hasValue(account.owner().getName());
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(text(postgres, "SELECT word FROM kept")).isEqualTo("hello");
        }
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        try {
            return text(postgres, "SELECT 'up'").equals("up");
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.url().open();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String text(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.url().open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
