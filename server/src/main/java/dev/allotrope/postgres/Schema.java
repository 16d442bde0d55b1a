package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// The tables' version: what is in the database, and what this Allotrope knows.
final class Schema {
    private final Flyway flyway;

    Schema(Flyway flyway) {
        this.flyway = flyway;
    }

    /// The schema of `url` by the migrations in `location` (of the class path), up to `target` at most.
    static Schema of(DatabaseUrl url, String location, Optional<String> target) {
        FluentConfiguration configuration =
                Flyway.configure().dataSource(url.text().reveal(), null, null).locations("classpath:" + location);
        target.ifPresent(configuration::target);
        return new Schema(configuration.load());
    }

    /// Brings the database to the newest version known here.
    ///
    /// @throws Failure when the database is of a newer one, or a step does not succeed
    void migrate() {
        refuseNewer();
        try {
            flyway.migrate();
        } catch (FlywayException failed) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "could not bring the database schema up to date: " + reason(failed)
                            + "; nothing of the failed step was kept, start again when the cause is gone",
                    failed);
        }
    }

    /// Refuses a database that a newer Allotrope has written: we would misread it.
    void refuseNewer() {
        Optional<MigrationInfo> newer = Arrays.stream(info().all())
                .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS
                        || each.getState() == MigrationState.FUTURE_FAILED)
                .reduce((first, last) -> last);
        newer.ifPresent(future -> {
            throw new Failure(
                    ErrorCode.NOT_SUPPORTED,
                    "could not use the database: its schema is version " + future.getVersion()
                            + ", and this Allotrope knows "
                            + known().map(MigrationVersion::toString).orElse("none")
                            + "; run the newer Allotrope, or restore a backup made before the upgrade into an empty database");
        });
    }

    /// Whether [#migrate] has anything to do.
    boolean behind() {
        return info().pending().length > 0;
    }

    /// The version that the database is at; empty before the first migration.
    Optional<String> version() {
        return Optional.ofNullable(info().current())
                .map(MigrationInfo::getVersion)
                .map(MigrationVersion::toString);
    }

    /// Whether this Allotrope knows a version.
    boolean knows(String version) {
        MigrationVersion asked = MigrationVersion.fromVersion(version);
        return known().filter(newest -> newest.compareTo(asked) >= 0).isPresent();
    }

    private Optional<MigrationVersion> known() {
        return Arrays.stream(info().all())
                .filter(each -> !each.getState().name().startsWith("FUTURE") && each.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo);
    }

    private MigrationInfoService info() {
        try {
            return flyway.info();
        } catch (FlywayException failed) {
            throw new Failure(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "could not read the version of the database schema: " + reason(failed)
                            + "; try again when the database answers",
                    failed);
        }
    }

    // Flyway draws frames around its messages; the innermost one is the sentence.
    private static String reason(Throwable failed) {
        Throwable innermost = failed;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage()).strip();
    }
}
