package dev.allotrope.postgres;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Where a PostgreSQL database is and how to log in: a JDBC URL with user and password. Prints without either.
public record DatabaseUrl(Secret text) {
    /// Reads a JDBC URL such as `jdbc:postgresql://host:5432/allotrope?user=allotrope&password=…`.
    ///
    /// @throws Failure when it is not one, or names no user
    public static DatabaseUrl parse(String text) {
        Properties parts = Driver.parseURL(text, new Properties());
        if (parts == null || PGProperty.USER.getOrDefault(parts) == null) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not read ALLOTROPE_DATABASE_URL: it is not a JDBC URL with a user; write it as"
                            + " jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD");
        }
        return new DatabaseUrl(Secret.of(text));
    }

    /// A database of this machine.
    public static DatabaseUrl local(int port, String database, String user, Secret password) {
        return new DatabaseUrl(Secret.of("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + user
                + "&password=" + password.reveal()));
    }

    /// A new connection outside every pool; the caller closes it.
    public Connection open() throws SQLException {
        return DriverManager.getConnection(text.reveal());
    }

    /// Host, port and database name.
    @Override
    public String toString() {
        Properties parts = parts();
        return PGProperty.PG_HOST.getOrDefault(parts) + ":" + PGProperty.PG_PORT.getOrDefault(parts) + "/" + database();
    }

    String database() {
        return String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parts()));
    }

    String user() {
        return String.valueOf(PGProperty.USER.getOrDefault(parts()));
    }

    private Properties parts() {
        Properties parts = Driver.parseURL(text.reveal(), new Properties());
        if (parts == null) {
            throw new IllegalStateException("not a PostgreSQL URL");
        }
        return parts;
    }
}
