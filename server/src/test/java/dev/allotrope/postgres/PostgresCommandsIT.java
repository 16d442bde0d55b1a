package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.Command;
import dev.allotrope.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backup and restore as the operator runs them, on embedded databases with the real schema.
class PostgresCommandsIT {
    private static final Path PROGRAMS = Path.of(
            System.getProperty("java.io.tmpdir"), "allotrope-test-" + System.getProperty("user.name"), "programs");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T21:00:00Z"));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void carries_a_live_server_s_data_into_a_new_data_folder() throws Exception {
        Path live = prepared("live");
        Path fresh = prepared("fresh");
        Path file = folder.resolve("backup.zip");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(live))) {
            Schema.of(server.url(), "db/migration", Optional.empty()).migrate();
            sql(server, "INSERT INTO organization (name) VALUES ('first') RETURNING name");
            Files.writeString(live.resolve("encryption-keys"), "k1:secret");

            assertThat(run("backup", live, file)).isZero();
        }

        assertThat(run("restore", fresh, file)).isZero();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "it holds secrets, keep it safe",
                        "taken at 2026-11-23T21:00:00Z",
                        "the encryption keys are in the data folder");
        assertThat(fresh.resolve("encryption-keys")).hasContent("k1:secret");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(fresh))) {
            assertThat(sql(server, "SELECT name FROM organization")).isEqualTo("first");
        }
    }

    @Test
    void asks_for_one_file() {
        assertThat(run("backup", folder)).isEqualTo(2);
        assertThat(run("restore", folder)).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("usage: ./allotrope backup FILE\nusage: ./allotrope restore FILE\n");
    }

    private int run(String name, Path data, Path... files) {
        List<String> words = List.of(files).stream().map(Path::toString).toList();
        Command command = PostgresCommands.all(Map.of("ALLOTROPE_DATA_DIR", data.toString())::get, CLOCK).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return command.run(words, out, out);
    }

    // Unpacking the programs takes seconds; those of the other tests will do.
    private Path prepared(String name) throws IOException {
        Path postgres = Files.createDirectories(folder.resolve(name).resolve("postgres"));
        if (!Files.exists(PROGRAMS)) {
            return folder.resolve(name);
        }
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(PROGRAMS, "postgresql-*")) {
            for (Path home : unpacked) {
                Files.createSymbolicLink(postgres.resolve(home.getFileName()), home);
            }
        }
        return folder.resolve(name);
    }

    private static String sql(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.url().open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET allotrope.scope = 'system'");
            try (ResultSet row = statement.executeQuery(sql)) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
