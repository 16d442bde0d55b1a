package dev.allotrope.postgres;

import dev.allotrope.postgres.embedded.DataFolder;
import dev.allotrope.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/// The database that this process works with, reachable and checked, until it is closed.
sealed interface Database extends AutoCloseable {
    DatabaseUrl url();

    @Override
    default void close() {}

    /// The operator's own.
    record External(DatabaseUrl url) implements Database {}

    /// The operator's own, with a data folder of this server alone: its search index lies there.
    record Served(DatabaseUrl url, DataFolder folder) implements Database {
        @Override
        public void close() {
            try {
                folder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Embedded, and run by a server in another process that we must not disturb.
    record Borrowed(DatabaseUrl url) implements Database {}

    /// Embedded, and run by this process.
    record Embedded(EmbeddedPostgres postgres) implements Database {
        @Override
        public DatabaseUrl url() {
            return postgres.url();
        }

        @Override
        public void close() {
            postgres.close();
        }
    }

    /// Opens the database for a server, alone on its data folder. Waits up to `patience` for an external one.
    static Database forServer(DatabaseSettings settings, Duration patience) {
        return external(settings, patience)
                .<Database>map(external -> new Served(external.url(), DataFolder.own(settings.folder())))
                .orElseGet(() -> start(settings));
    }

    /// Opens the database for a command: the one that a live server runs, if there is one.
    static Database forCommand(DatabaseSettings settings, Duration patience) {
        return external(settings, patience)
                .or(() -> EmbeddedPostgres.running(settings.folder()).map(Borrowed::new))
                .orElseGet(() -> start(settings));
    }

    private static Optional<Database> external(DatabaseSettings settings, Duration patience) {
        return settings.external().map(url -> {
            new ExternalCheck(url).await(patience);
            return new External(url);
        });
    }

    private static Database start(DatabaseSettings settings) {
        return new Embedded(EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(settings.folder())));
    }
}
