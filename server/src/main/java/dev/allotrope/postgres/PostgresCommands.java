package dev.allotrope.postgres;

import dev.allotrope.kernel.Command;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `backup` and `restore`. They open the database themselves and need nothing else of the server, so they also work
/// when the server would not start.
public final class PostgresCommands {
    private static final String MIGRATIONS = "db/migration";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private PostgresCommands() {}

    /// Both, configured by the values of `names` (see [DatabaseSettings#of]).
    public static List<Command> all(Function<String, @Nullable String> names, InstantSource clock) {
        return List.of(new BackupCommand(names, clock), new RestoreCommand(names));
    }

    private record BackupCommand(Function<String, @Nullable String> names, InstantSource clock) implements Command {
        @Override
        public String name() {
            return "backup";
        }

        @Override
        public int run(List<String> words, PrintStream out, PrintStream err) {
            if (words.size() != 1) {
                err.println("usage: ./allotrope backup FILE");
                return 2;
            }
            DatabaseSettings settings = DatabaseSettings.of(names);
            try (Database database = Database.forCommand(settings, PATIENCE)) {
                Path file = Path.of(words.getFirst()).toAbsolutePath();
                Manifest written = new Backup(database.url(), MIGRATIONS, settings.keyFile(), clock).write(file);
                out.println("wrote " + summary(written) + " to " + file + "; it holds secrets, keep it safe");
                return 0;
            }
        }
    }

    private record RestoreCommand(Function<String, @Nullable String> names) implements Command {
        @Override
        public String name() {
            return "restore";
        }

        @Override
        public int run(List<String> words, PrintStream out, PrintStream err) {
            if (words.size() != 1) {
                err.println("usage: ./allotrope restore FILE");
                return 2;
            }
            DatabaseSettings settings = DatabaseSettings.of(names);
            try (Database database = Database.forCommand(settings, PATIENCE)) {
                Optional<Path> keyFile =
                        settings.external().isPresent() ? Optional.empty() : Optional.of(settings.keyFile());
                Path file = Path.of(words.getFirst()).toAbsolutePath();
                Restore.Restored restored = new Restore(database.url(), MIGRATIONS, keyFile).read(file);
                out.println("restored " + summary(restored.manifest()) + ", taken at "
                        + restored.manifest().takenAt());
                out.println(keysAdvice(restored, file));
                return 0;
            }
        }
    }

    private static String summary(Manifest manifest) {
        long rows = manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
        return rows + " rows of " + manifest.tables().size() + " tables (schema " + manifest.schema() + ")";
    }

    private static String keysAdvice(Restore.Restored restored, Path file) {
        return switch (restored.keys()) {
            case RESTORED ->
                "the encryption keys are in the data folder; the search index is built again at the next start";
            case IN_ARCHIVE ->
                "set ALLOTROPE_ENCRYPTION_KEYS to what this prints: unzip -p " + file + " " + Manifest.KEYS_ENTRY;
            case ELSEWHERE -> "set ALLOTROPE_ENCRYPTION_KEYS to the keys that were in use when the backup was made";
        };
    }
}
