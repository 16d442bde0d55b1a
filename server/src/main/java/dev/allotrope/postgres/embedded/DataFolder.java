package dev.allotrope.postgres.embedded;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A data folder that this process owns: no other live process holds it, and it can be written.
///
/// ```
/// allotrope.lock           locked by the owner, holds its process id
/// postgres/cluster/        the database itself
/// postgres/passwords.properties
/// postgres/postgres.log
/// postgres/postgresql-18-…/  the programs
/// ```
public final class DataFolder implements AutoCloseable {
    /// How to choose another one.
    static final String ELSEWHERE = "set ALLOTROPE_DATA_DIR to another folder";

    private static final String LOCK = "allotrope.lock";
    private static final int PROBE_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Takes `path` for this process, creating it if needed, until [#close].
    ///
    /// @throws Failure when it is in use (`BUSY`) or cannot be written
    public static DataFolder own(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw inUse(path);
            }
            return new DataFolder(path, channel).marked();
        } catch (IOException unusable) {
            throw unusable(path, unusable);
        }
    }

    /// Whether a live process owns `path`. To be asked by another process than the owner: on Linux a process loses
    /// its lock on a file when it closes any channel to it.
    static boolean owned(Path path) {
        if (!Files.exists(path.resolve(LOCK))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException unreadable) {
            throw unusable(path, unreadable);
        }
    }

    /// Why nothing can be kept under `path`, in words for the operator.
    static Failure unusable(Path path, IOException cause) {
        return Storage.failure("use the data folder " + path.toAbsolutePath().normalize(), ELSEWHERE, cause);
    }

    Path path() {
        return path;
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    private static Failure inUse(Path path) throws IOException {
        String owner = Files.readString(path.resolve(LOCK)).strip();
        return new Failure(
                ErrorCode.BUSY,
                "could not use the data folder " + path.toAbsolutePath().normalize() + ": the Allotrope process "
                        + (owner.isEmpty() ? "that just started" : owner)
                        + " is using it; stop that one first or set ALLOTROPE_DATA_DIR to another folder");
    }

    private DataFolder marked() throws IOException {
        try {
            channel.truncate(0);
            write(channel, ProcessHandle.current().pid() + "\n");
            probe();
            return this;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    // A full disk may still take a few bytes: a block or more tells at once instead of in the middle of a start.
    private void probe() throws IOException {
        Path file = path.resolve("allotrope.probe");
        try {
            Files.write(file, new byte[PROBE_BYTES]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }
}
