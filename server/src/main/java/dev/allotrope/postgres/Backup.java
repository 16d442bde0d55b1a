package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.Manifest.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/// Writes everything that the database holds, as of one moment, and the generated encryption keys into one archive.
///
/// The archive is a ZIP: `tables/‹name›.tsv` in PostgreSQL's COPY text form, `encryption-keys` if there are any, and
/// last `manifest.json`. It holds secrets, so only its owner may read it. The search index is not in it: it is
/// derived.
final class Backup {
    private final DatabaseUrl url;
    private final String migrations;
    private final Path keyFile;
    private final InstantSource clock;

    /// `migrations` is the class path location of the schema, `keyFile` is taken along if it exists.
    Backup(DatabaseUrl url, String migrations, Path keyFile, InstantSource clock) {
        this.url = url;
        this.migrations = migrations;
        this.keyFile = keyFile;
        this.clock = clock;
    }

    /// Writes `file`, which must not exist; it appears when it is whole.
    ///
    /// @return what was written
    Manifest write(Path file) {
        if (Files.exists(file)) {
            throw new Failure(
                    ErrorCode.REQUEST_INVALID,
                    "could not write the backup " + file + ": it exists already; name another file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new Failure(
                    ErrorCode.REQUEST_INVALID,
                    "could not write the backup " + file + ": there is no folder " + folder
                            + "; make it, or name another");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Manifest manifest = writePart(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } catch (IOException unwritable) {
            throw Storage.failure("write the backup " + file, "name another place", unwritable);
        } catch (SQLException failed) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "could not back up the database " + url + ": " + failed.getMessage()
                            + "; try again when it answers",
                    failed);
        } finally {
            deleteQuietly(part);
        }
    }

    private Manifest writePart(Path part) throws IOException, SQLException {
        Files.deleteIfExists(part);
        try (FileChannel channel = FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                ZipOutputStream zip = new ZipOutputStream(buffered)) {
            Manifest manifest = writeArchive(zip);
            zip.finish();
            buffered.flush();
            channel.force(true);
            return manifest;
        }
    }

    private Manifest writeArchive(ZipOutputStream zip) throws IOException, SQLException {
        Schema schema = Schema.of(url, migrations, Optional.empty());
        schema.refuseNewer();
        try (Connection connection = url.open()) {
            beginSnapshot(connection);
            String version = schema.version().orElseThrow(() -> empty());
            Catalog catalog = new Catalog(connection);
            List<Table> written = writeTables(zip, connection, catalog.tables());
            Manifest manifest =
                    new Manifest(Manifest.FORMAT, version, clock.instant().toString(), written, catalog.sequences());
            writeKeys(zip);
            zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
            zip.write(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.closeEntry();
            return manifest;
        }
    }

    // The snapshot is taken by the first query, which is why one is made here.
    private static void beginSnapshot(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('allotrope.scope', 'system', true)");
        }
    }

    private static List<Table> writeTables(ZipOutputStream zip, Connection connection, List<Table> tables)
            throws IOException, SQLException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        List<Table> written = new ArrayList<>();
        for (Table table : tables) {
            zip.putNextEntry(new ZipEntry(table.entry()));
            String columns = String.join(
                    ", ", table.columns().stream().map(Catalog::quote).toList());
            long rows = copy.copyOut(
                    "COPY (SELECT " + columns + " FROM " + Catalog.quote(table.name()) + ") TO STDOUT", zip);
            zip.closeEntry();
            written.add(table.with(rows));
        }
        return written;
    }

    private void writeKeys(ZipOutputStream zip) throws IOException {
        if (!Files.exists(keyFile)) {
            return;
        }
        zip.putNextEntry(new ZipEntry(Manifest.KEYS_ENTRY));
        Files.copy(keyFile, zip);
        zip.closeEntry();
    }

    private Failure empty() {
        return new Failure(
                ErrorCode.NOT_FOUND,
                "could not back up the database " + url + ": Allotrope has never run on it; check its address");
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stillThere) {
            org.slf4j.LoggerFactory.getLogger(Backup.class).warn("could not delete {}", part, stillThere);
        }
    }
}
