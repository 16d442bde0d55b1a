package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.tenant.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BackupIT {
    private static final String THEN = "db/then";
    private static final String NOW = "db/now";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T21:00:00Z"));
    private static final String BOOKS =
            "SELECT string_agg(concat_ws('|', id, shelf_id, title, tags, encode(vector, 'hex'), created_at), E'\\n' ORDER BY id) FROM book";

    @RegisterExtension
    static final TestDatabase source = TestDatabase.empty();

    @TempDir
    Path folder;

    private TestDatabase target;

    @BeforeEach
    void fill_the_source() {
        target = TestDatabase.empty();
        Schema.of(url(source), THEN, Optional.empty()).migrate();
        source.transactions().run(Scope.SYSTEM, () -> {
            source.jdbc().sql("UPDATE shelf SET favourite_id = NULL").update();
            source.jdbc().sql("DELETE FROM shelf").update();
            source.jdbc().sql("DELETE FROM library_head").update();
            source.jdbc()
                    .sql("INSERT INTO shelf (organization_id, name) VALUES (1, 'top'), (2, 'other')")
                    .update();
            source.jdbc()
                    .sql("INSERT INTO shelf (organization_id, parent_id, name) SELECT 1, max(id), 'below' FROM shelf")
                    .update();
            source.jdbc().sql("""
                            INSERT INTO book (organization_id, shelf_id, title, tags, vector)
                            SELECT 1, min(id), E'tab\\t, line\\n, \\\\N, 日本語 🎈', '{"a": ["b", "\\\\"]}', '\\x00ff10' FROM shelf
                            """).update();
            source.jdbc()
                    .sql("UPDATE shelf SET favourite_id = (SELECT max(id) FROM book)")
                    .update();
            source.jdbc()
                    .sql("INSERT INTO library_head (customer_id, organization_id, position) VALUES (7, 1, 41)")
                    .update();
            // The shape of an id that was given out and whose row is gone: it must not be given out again.
            source.jdbc()
                    .sql("INSERT INTO book (organization_id, shelf_id, title) SELECT 1, min(id), 'gone' FROM shelf")
                    .update();
            source.jdbc().sql("DELETE FROM book WHERE title = 'gone'").update();
        });
    }

    @Test
    void restores_every_row_and_goes_on_with_fresh_ids() throws Exception {
        Path file = folder.resolve("backup.zip");
        Manifest written = backup(file);

        try (Opened opened = open(target)) {
            Restore.Restored restored = new Restore(opened.url(), THEN, Optional.empty()).read(file);

            assertThat(restored.manifest()).isEqualTo(written);
            assertThat(restored.keys()).isEqualTo(Restore.Keys.ELSEWHERE);
            assertThat(text(target, BOOKS)).isEqualTo(text(source, BOOKS)).contains("日本語 🎈");
            assertThat(
                            text(
                                    target,
                                    "SELECT string_agg(concat_ws('|', id, parent_id, favourite_id, name, customer_id), ',' ORDER BY id) FROM shelf"))
                    .isEqualTo(
                            text(
                                    source,
                                    "SELECT string_agg(concat_ws('|', id, parent_id, favourite_id, name, customer_id), ',' ORDER BY id) FROM shelf"));
            assertThat(
                            text(
                                    target,
                                    "INSERT INTO book (organization_id, shelf_id, title) SELECT 1, min(id), 'shout' FROM shelf RETURNING title"))
                    .isEqualTo("SHOUT");
            assertThat(Long.parseLong(text(target, "SELECT max(id) FROM book")))
                    .isEqualTo(Long.parseLong(text(source, "SELECT max(id) FROM book")) + 2);
        }
    }

    @Test
    void gives_indexes_a_new_mark_and_keeps_the_position() throws Exception {
        Path file = folder.resolve("backup.zip");
        backup(file);

        try (Opened opened = open(target)) {
            new Restore(opened.url(), THEN, Optional.empty()).read(file);

            assertThat(text(target, "SELECT position FROM library_head")).isEqualTo("41");
            assertThat(text(target, "SELECT mark FROM library_head"))
                    .isNotEqualTo(text(source, "SELECT mark FROM library_head"));
        }
    }

    @Test
    void leaves_row_level_security_and_foreign_keys_as_they_were() throws Exception {
        Path file = folder.resolve("backup.zip");
        backup(file);
        String protection =
                "SELECT string_agg(relname || relrowsecurity || relforcerowsecurity, ',' ORDER BY relname) FROM pg_class"
                        + " WHERE relname IN ('shelf', 'book', 'library_head')";
        String keys =
                "SELECT string_agg(conname || pg_get_constraintdef(oid), ',' ORDER BY conname) FROM pg_constraint WHERE contype = 'f'";

        try (Opened opened = open(target)) {
            new Restore(opened.url(), THEN, Optional.empty()).read(file);

            assertThat(text(target, protection))
                    .isEqualTo(text(source, protection))
                    .contains("booktruetrue");
            assertThat(text(target, keys))
                    .isEqualTo(text(source, keys))
                    .contains("shelf_favourite", "ON DELETE CASCADE");
            assertThat(target.jdbc()
                            .sql("SELECT count(*) FROM book")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void brings_an_older_backup_to_the_newest_schema() throws Exception {
        Path file = folder.resolve("backup.zip");
        backup(file);

        try (Opened opened = open(target)) {
            Restore.Restored restored = new Restore(opened.url(), NOW, Optional.empty()).read(file);

            assertThat(restored.manifest().schema()).isEqualTo("0002");
            assertThat(text(target, "SELECT pages FROM book")).isEqualTo("100");
            assertThat(Schema.of(opened.url(), NOW, Optional.empty()).version()).hasValue("0003");
        }
    }

    @Test
    void refuses_a_backup_of_a_newer_schema() throws Exception {
        try (Opened opened = open(target);
                Opened newer = open(TestDatabase.empty())) {
            Schema.of(newer.url(), NOW, Optional.empty()).migrate();
            Path file = folder.resolve("newer.zip");
            new Backup(newer.url(), NOW, folder.resolve("no-keys"), CLOCK).write(file);

            Failure refused = catchThrowableOfType(
                    Failure.class, () -> new Restore(opened.url(), THEN, Optional.empty()).read(file));

            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
            assertThat(refused).hasMessageContaining("its schema is version 0003");
        }
    }

    @Test
    void refuses_a_database_with_rows() throws Exception {
        Path file = folder.resolve("backup.zip");
        backup(file);

        Failure refused =
                catchThrowableOfType(Failure.class, () -> new Restore(url(source), THEN, Optional.empty()).read(file));

        assertThat(refused.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refused).hasMessageContaining("it is not empty, there are rows in book");
    }

    @Test
    void loads_nothing_from_a_damaged_file_and_can_be_tried_again() throws Exception {
        Path file = folder.resolve("backup.zip");
        backup(file);
        Path damaged = folder.resolve("damaged.zip");
        Files.write(damaged, List.of(), StandardOpenOption.CREATE_NEW);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(damaged, java.util.Arrays.copyOf(bytes, bytes.length - 40));

        try (Opened opened = open(target)) {
            Restore restore = new Restore(opened.url(), THEN, Optional.empty());
            Failure refused = catchThrowableOfType(Failure.class, () -> restore.read(damaged));

            assertThat(refused).hasMessageContaining("it is not a whole Allotrope backup");
            Schema.of(opened.url(), THEN, Optional.empty()).migrate();
            assertThat(restore.read(file).manifest().tables()).hasSize(3);
        }
    }

    @Test
    void keeps_the_keys_with_the_rows_and_away_from_others() throws Exception {
        Path keys = Files.writeString(folder.resolve("encryption-keys"), "k1:secret");
        Path file = folder.resolve("backup.zip");
        new Backup(url(source), THEN, keys, CLOCK).write(file);
        Path restoredKeys = folder.resolve("restored-keys");

        try (Opened opened = open(target)) {
            Restore.Restored restored = new Restore(opened.url(), THEN, Optional.of(restoredKeys)).read(file);

            assertThat(restored.keys()).isEqualTo(Restore.Keys.RESTORED);
            assertThat(restoredKeys).hasContent("k1:secret");
            assertThat(permissions(restoredKeys)).isEqualTo("rw-------");
            assertThat(permissions(file)).isEqualTo("rw-------");
        }
    }

    @Test
    void does_not_write_over_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("backup.zip"), "precious");

        Failure refused = catchThrowableOfType(Failure.class, () -> backup(file));

        assertThat(refused).hasMessageContaining("it exists already");
        assertThat(file).hasContent("precious");
    }

    @Test
    void names_the_folder_that_is_not_there() {
        Path missing = folder.resolve("missing");

        Failure refused = catchThrowableOfType(Failure.class, () -> backup(missing.resolve("backup.zip")));

        assertThat(refused).hasMessageContaining("there is no folder " + missing + ";");
    }

    private Manifest backup(Path file) {
        return new Backup(url(source), THEN, folder.resolve("no-keys"), CLOCK).write(file);
    }

    private static DatabaseUrl url(TestDatabase database) {
        return DatabaseUrl.parse(database.url());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String text(TestDatabase database, String sql) {
        return database.transactions()
                .in(
                        Scope.SYSTEM,
                        () -> database.jdbc().sql(sql).query(String.class).single());
    }

    private record Opened(TestDatabase database) implements AutoCloseable {
        DatabaseUrl url() {
            return BackupIT.url(database);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private static Opened open(TestDatabase database) {
        database.open();
        return new Opened(database);
    }
}
