package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.postgres.Manifest.Sequence;
import dev.allotrope.postgres.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Loads a [Backup] into an empty database: the schema as it was then, all rows in one transaction, then the
/// newer migrations.
final class Restore {
    private final DatabaseUrl url;
    private final String migrations;
    private final Optional<Path> keyFile;

    /// `keyFile` is where the backup's encryption keys go; empty with an external database, whose keys the
    /// operator sets.
    Restore(DatabaseUrl url, String migrations, Optional<Path> keyFile) {
        this.url = url;
        this.migrations = migrations;
        this.keyFile = keyFile;
    }

    /// What a restore did.
    record Restored(Manifest manifest, Keys keys) {}

    /// Where the encryption keys are that the restored rows need.
    enum Keys {
        /// In the data folder, ready.
        RESTORED,
        /// Still in the archive: an external database has no data folder.
        IN_ARCHIVE,
        /// With the operator, who set them when the backup was made.
        ELSEWHERE
    }

    /// Loads `file`. When that fails, the database stays without rows and the restore can be tried again.
    Restored read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile());
                NodeLock _ = NodeLock.acquire(url, Duration.ZERO)) {
            Manifest manifest = manifest(zip, file);
            prepare(manifest);
            Keys keys = restoreKeys(zip);
            load(zip, manifest);
            Schema.of(url, migrations, Optional.empty()).migrate();
            return new Restored(manifest, keys);
        } catch (NoSuchFileException absent) {
            throw new Failure(ErrorCode.NOT_FOUND, "could not restore " + file + ": there is no such file", absent);
        } catch (ZipException damaged) {
            throw unreadable(file, damaged);
        } catch (IOException failed) {
            throw Storage.failure("restore " + file, "name another file", failed);
        } catch (SQLException failed) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "could not restore " + file + " into " + url + ": " + failed.getMessage()
                            + "; nothing was loaded, try again",
                    failed);
        }
    }

    private static Manifest manifest(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw unreadable(file, null);
        }
        Manifest manifest = parsed(zip, entry, file);
        if (manifest.format() != Manifest.FORMAT) {
            throw newer(file, "its format is " + manifest.format());
        }
        return manifest;
    }

    private static Manifest parsed(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        try (InputStream json = zip.getInputStream(entry)) {
            return JsonMapper.shared().readValue(json, Manifest.class);
        } catch (JacksonException malformed) {
            throw unreadable(file, malformed);
        }
    }

    private static Failure unreadable(Path file, @Nullable Exception cause) {
        return new Failure(
                ErrorCode.REQUEST_INVALID,
                "could not restore " + file + ": it is not a whole Allotrope backup; take another file",
                Retry.NEVER,
                cause);
    }

    private static Failure newer(Path file, String what) {
        return new Failure(
                ErrorCode.NOT_SUPPORTED,
                "could not restore " + file + ": " + what
                        + ", which a newer Allotrope wrote; restore it with that one");
    }

    private void prepare(Manifest manifest) throws SQLException {
        Schema then = Schema.of(url, migrations, Optional.of(manifest.schema()));
        Schema now = Schema.of(url, migrations, Optional.empty());
        if (!now.knows(manifest.schema())) {
            throw newer(Path.of("the backup"), "its schema is version " + manifest.schema());
        }
        refuseRows();
        if (now.version().isPresent() && !then.behind() && !now.version().get().equals(manifest.schema())) {
            throw notEmpty("it has the tables of another version");
        }
        then.migrate();
    }

    private void refuseRows() throws SQLException {
        try (Connection connection = url.open()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT set_config('allotrope.scope', 'system', true)");
            Catalog catalog = new Catalog(connection);
            for (Table table : catalog.tables()) {
                if (catalog.hasRows(table)) {
                    throw notEmpty("there are rows in " + table.name());
                }
            }
        }
    }

    private Failure notEmpty(String how) {
        return new Failure(
                ErrorCode.REQUEST_INVALID,
                "could not restore into the database " + url + ": it is not empty, " + how
                        + "; restore into a new database, or into a data folder that does not exist yet");
    }

    // The keys go first: rows whose keys are missing are worth little, keys without rows do no harm.
    private Keys restoreKeys(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.KEYS_ENTRY);
        if (entry == null) {
            return Keys.ELSEWHERE;
        }
        if (keyFile.isEmpty()) {
            return Keys.IN_ARCHIVE;
        }
        byte[] keys;
        try (InputStream stream = zip.getInputStream(entry)) {
            keys = stream.readAllBytes();
        }
        write(keyFile.get(), keys);
        return Keys.RESTORED;
    }

    private static void write(Path file, byte[] keys) throws IOException {
        if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), keys)) {
            throw new Failure(
                    ErrorCode.REQUEST_INVALID,
                    "could not restore the encryption keys: " + file + " holds other ones; move it away first");
        }
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "keys-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, keys);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    // COPY FROM is refused under row-level security, so its force on us, the owner, is lifted within this
    // transaction. Foreign keys are made again at the end: that checks them all at once, whatever the order of
    // the tables.
    private void load(ZipFile zip, Manifest manifest) throws SQLException, IOException {
        try (Connection connection = url.open()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT set_config('allotrope.scope', 'system', true)");
            Catalog catalog = new Catalog(connection);
            List<String> forced = catalog.forced();
            List<String> foreignKeys = catalog.foreignKeyAdditions();
            executeAll(connection, catalog.foreignKeyDrops());
            for (String table : forced) {
                execute(connection, "ALTER TABLE " + Catalog.quote(table) + " NO FORCE ROW LEVEL SECURITY");
            }
            loadTables(zip, manifest, connection);
            executeAll(connection, foreignKeys);
            for (String table : forced) {
                execute(connection, "ALTER TABLE " + Catalog.quote(table) + " FORCE ROW LEVEL SECURITY");
            }
            setSequences(connection, manifest.sequences());
            markAsRestored(connection);
            connection.commit();
        }
    }

    private static void loadTables(ZipFile zip, Manifest manifest, Connection connection)
            throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Table table : manifest.tables()) {
            ZipEntry entry = zip.getEntry(table.entry());
            if (entry == null) {
                throw new ZipException(table.entry() + " is missing");
            }
            execute(connection, "ALTER TABLE " + Catalog.quote(table.name()) + " DISABLE TRIGGER USER");
            try (InputStream rows = zip.getInputStream(entry)) {
                long loaded = copy.copyIn("COPY " + table.quoted() + " FROM STDIN", rows);
                if (loaded != table.rows()) {
                    throw new ZipException(table.entry() + " has " + loaded + " rows instead of " + table.rows());
                }
            }
            execute(connection, "ALTER TABLE " + Catalog.quote(table.name()) + " ENABLE TRIGGER USER");
        }
    }

    private static void setSequences(Connection connection, List<Sequence> sequences) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
            for (Sequence sequence : sequences) {
                statement.setString(1, Catalog.quote(sequence.name()));
                statement.setLong(2, sequence.last());
                statement.setBoolean(3, sequence.called());
                statement.execute();
            }
        }
    }

    // An index that followed the database before the backup must not take this one for its continuation.
    private static void markAsRestored(Connection connection) throws SQLException {
        execute(connection, """
                DO $$ BEGIN
                    IF to_regclass('library_head') IS NOT NULL THEN
                        UPDATE library_head SET mark = gen_random_uuid();
                    END IF;
                END $$
                """);
    }

    private static void executeAll(Connection connection, List<String> statements) throws SQLException {
        for (String each : statements) {
            execute(connection, each);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
