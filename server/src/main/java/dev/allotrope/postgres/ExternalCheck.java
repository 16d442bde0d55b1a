package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether an external database can be worked with, and tells the operator what to change where not.
final class ExternalCheck {
    private static final Logger log = LoggerFactory.getLogger(ExternalCheck.class);
    private static final int MIN_VERSION = 150_000;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// Wrong password, unknown role, unknown database, no entry in `pg_hba.conf`: waiting does not help.
    private static final Set<String> HOPELESS = Set.of("28P01", "28000", "3D000");

    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int, current_setting('server_version'),
                   rolsuper OR rolbypassrls, current_setting('server_encoding'),
                   coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
              FROM pg_roles WHERE rolname = current_user
            """;

    private final DatabaseUrl url;

    ExternalCheck(DatabaseUrl url) {
        this.url = url;
    }

    /// Waits until the database answers, at most for `patience`, and checks version, role, encoding and rights.
    void await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Connection connection = url.open()) {
                check(connection);
                return;
            } catch (SQLException unreachable) {
                retryOrFail(unreachable, deadline);
            }
        }
    }

    private void retryOrFail(SQLException unreachable, long deadline) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toSeconds();
        if (HOPELESS.contains(String.valueOf(unreachable.getSQLState()))) {
            throw failure(
                    "PostgreSQL refused us: " + unreachable.getMessage()
                            + "; correct ALLOTROPE_DATABASE_URL, or create role" + " and database with: " + roleSql(),
                    unreachable);
        }
        if (left <= 0) {
            throw failure(
                    "it does not answer: " + unreachable.getMessage() + "; start it or correct ALLOTROPE_DATABASE_URL",
                    unreachable);
        }
        log.warn(
                "the database {} does not answer yet, trying for another {} s: {}",
                url,
                left,
                unreachable.getMessage());
        LockSupport.parkNanos(Math.min(PAUSE.toNanos(), Math.max(1, deadline - System.nanoTime())));
    }

    private void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet facts = statement.executeQuery(FACTS)) {
            facts.next();
            if (facts.getInt(1) < MIN_VERSION) {
                throw failure(
                        "it is PostgreSQL " + facts.getString(2) + "; Allotrope needs PostgreSQL 15 or newer", null);
            }
            if (facts.getBoolean(3)) {
                throw failure(
                        "role " + url.user()
                                + " is a superuser or bypasses row-level security, which keeps customers apart;"
                                + " create a role and a database for Allotrope with: " + roleSql(),
                        null);
            }
            if (!"UTF8".equals(facts.getString(4))) {
                throw failure(
                        "its encoding is " + facts.getString(4) + "; create it with ENCODING 'UTF8' TEMPLATE template0",
                        null);
            }
            if (!facts.getBoolean(5)) {
                throw failure(
                        "role " + url.user()
                                + " may not create tables in it; make the role its owner with: ALTER DATABASE "
                                + url.database() + " OWNER TO " + url.user() + ";",
                        null);
            }
        }
    }

    private String roleSql() {
        String role = Set.of("postgres", "root").contains(url.user()) ? "allotrope" : url.user();
        return "CREATE ROLE " + role + " LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…'; CREATE DATABASE allotrope OWNER "
                + role + ";";
    }

    private Failure failure(String reason, @Nullable Throwable cause) {
        return new Failure(
                ErrorCode.DATABASE_UNAVAILABLE,
                "could not use the database " + url + ": " + reason,
                Retry.NEVER,
                cause);
    }
}
