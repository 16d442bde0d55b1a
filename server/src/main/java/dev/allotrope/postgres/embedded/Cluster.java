package dev.allotrope.postgres.embedded;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.postgres.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of one PostgreSQL cluster and the programs that make, start and stop it. Knows no SQL.
final class Cluster {
    static final String SUPERUSER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);
    /// Recovery after a crash replays the log since the last checkpoint, which can take minutes on a slow disk.
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long MAX_LOG_BYTES = 10L << 20;
    private static final int SHOWN_LOG_CHARACTERS = 600;
    private static final String UNFINISHED = "cluster-new-";

    private final Path folder;
    private final Path home;
    private final Account account;
    private final Durability durability;

    /// `folder` is where the cluster and its log lie, `home` where the programs do.
    Cluster(Path folder, Path home, Account account, Durability durability) {
        this.folder = folder;
        this.home = home;
        this.account = account;
        this.durability = durability;
    }

    static Path data(Path folder) {
        return folder.resolve("cluster");
    }

    /// The port in the cluster's `postmaster.pid`, if that process lives.
    static Optional<Integer> port(Path folder) throws IOException {
        List<String> lines = postmasterLines(folder);
        return lines.size() < 4 || alive(folder, lines).isEmpty()
                ? Optional.empty()
                : Optional.of(Integer.parseInt(lines.get(3).strip()));
    }

    /// The process that serves this cluster now, ours or an orphan.
    Optional<ProcessHandle> postmaster() throws IOException {
        return alive(folder, postmasterLines(folder));
    }

    /// Makes the cluster unless it is there, whole or not at all.
    void create(Secret password) throws IOException {
        deleteUnfinished();
        if (Files.exists(data(folder))) {
            checkMajor();
            Trees.give(data(folder), account.owner());
            return;
        }
        Path fresh = Files.createTempDirectory(folder, UNFINISHED);
        Files.setOwner(fresh, account.owner());
        Path passwordFile = passwordFile(password);
        try {
            run("initdb", initdb(fresh, passwordFile), INITDB_LIMIT, "create the embedded database");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(fresh, data(folder), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Starts the database on `port` and returns once it answers. A free port may be taken by another program
    /// meanwhile: then the answer is false.
    boolean start(int port) throws IOException {
        Path logFile = logFile();
        long before = Files.size(logFile);
        Program started = program("pg_ctl", start(port, logFile), START_LIMIT.plus(STOP_LIMIT));
        if (started.succeeded()) {
            return true;
        }
        String said = tail(logFile, before);
        if (said.contains("Address already in use")) {
            return false;
        }
        throw failed("start the embedded database", said.isBlank() ? started.output() : said);
    }

    /// Stops the database, which rolls back what is open; one that does not stop in time is cut off and recovers when
    /// it starts.
    void stop() throws IOException {
        if (program("pg_ctl", stop("fast"), STOP_LIMIT.multipliedBy(2)).succeeded()
                || postmaster().isEmpty()) {
            return;
        }
        log.warn("the embedded database did not stop within {} s; cutting it off", STOP_LIMIT.toSeconds());
        program("pg_ctl", stop("immediate"), STOP_LIMIT.multipliedBy(2));
    }

    /// Removes a `postmaster.pid` left by a crash. PostgreSQL judges by the process id alone, and after a reboot that
    /// may be anybody.
    void forgetDeadPostmaster() throws IOException {
        if (postmaster().isEmpty()) {
            Files.deleteIfExists(postmasterFile(folder));
        }
    }

    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path each : unfinished) {
                Trees.delete(each);
            }
        }
    }

    private void checkMajor() throws IOException {
        Path file = data(folder).resolve("PG_VERSION");
        String major = Files.exists(file) ? Files.readString(file).strip() : "unknown";
        if (major.equals(Binaries.MAJOR)) {
            return;
        }
        throw new Failure(
                ErrorCode.NOT_SUPPORTED,
                "could not open the embedded database in " + data(folder) + ": it is of PostgreSQL " + major
                        + ", and this Allotrope brings PostgreSQL " + Binaries.MAJOR
                        + "; make a backup with the Allotrope that wrote it and restore that into an empty data folder");
    }

    private Path passwordFile(Secret password) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "password-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password.reveal());
        Files.setOwner(file, account.owner());
        openForOthers(folder);
        return file;
    }

    // An unprivileged account has to pass through the folders above its own.
    private void openForOthers(Path path) throws IOException {
        if (account.owner().equals(Files.getOwner(path))) {
            return;
        }
        for (Path each : List.of(path, path.resolveSibling(".").normalize())) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(each));
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(each, permissions);
            }
        }
    }

    private List<String> initdb(Path into, Path passwordFile) {
        List<String> words = new ArrayList<>(List.of(
                "--pgdata=" + into,
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (durability == Durability.FORGETFUL) {
            words.add("--no-sync");
        }
        return words;
    }

    private List<String> start(int port, Path logFile) {
        return List.of(
                "start",
                "--pgdata=" + data(folder),
                "--log=" + logFile,
                "--wait",
                "--timeout=" + START_LIMIT.toSeconds(),
                "--options=" + options(port));
    }

    private List<String> stop(String mode) {
        return List.of(
                "stop", "--pgdata=" + data(folder), "--mode=" + mode, "--wait", "--timeout=" + STOP_LIMIT.toSeconds());
    }

    // Errors are logged without statement and detail, since those hold document text.
    private String options(int port) {
        String sync = durability == Durability.DURABLE ? "on" : "off";
        return "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                + " -c max_connections=60 -c shared_buffers=128MB -c timezone=UTC -c log_timezone=UTC"
                + " -c fsync=" + sync + " -c synchronous_commit=" + sync + " -c full_page_writes=" + sync
                + " -c tcp_keepalives_idle=60 -c log_checkpoints=off"
                + " -c log_min_error_statement=panic -c log_error_verbosity=terse";
    }

    private Path logFile() throws IOException {
        Path file = folder.resolve("postgres.log");
        if (Files.exists(file) && Files.size(file) > MAX_LOG_BYTES) {
            Files.move(file, folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        }
        Files.setOwner(file, account.owner());
        openForOthers(folder);
        return file;
    }

    private void run(String name, List<String> words, Duration limit, String purpose) {
        Program program = program(name, words, limit);
        if (!program.succeeded()) {
            throw failed(purpose, program.output());
        }
    }

    private Program program(String name, List<String> words, Duration limit) {
        return Program.run(account.command(home.resolve("bin").resolve(name), words), limit);
    }

    private Failure failed(String purpose, String said) {
        Optional<Storage> storage = Storage.named(said);
        if (storage.isPresent()) {
            return storage.get().failure(purpose + " in " + data(folder), DataFolder.ELSEWHERE);
        }
        String shown =
                said.length() > SHOWN_LOG_CHARACTERS ? said.substring(said.length() - SHOWN_LOG_CHARACTERS) : said;
        return new Failure(
                ErrorCode.DATABASE_UNAVAILABLE,
                "could not " + purpose + " in " + data(folder) + ": " + shown.strip() + "; the whole log is " + folder
                        + "/postgres.log");
    }

    private static String tail(Path logFile, long from) throws IOException {
        byte[] all = Files.readAllBytes(logFile);
        int start = (int) Math.min(from, all.length);
        return new String(all, start, all.length - start, StandardCharsets.UTF_8);
    }

    private static List<String> postmasterLines(Path folder) throws IOException {
        Path file = postmasterFile(folder);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static Path postmasterFile(Path folder) {
        return data(folder).resolve("postmaster.pid");
    }

    private static Optional<ProcessHandle> alive(Path folder, List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process, folder));
    }

    private static boolean serves(ProcessHandle process, Path folder) {
        Stream<String> words = Stream.of(process.info().arguments().orElse(new String[0]));
        return words.anyMatch(data(folder).toString()::equals);
    }
}
