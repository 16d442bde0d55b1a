package dev.allotrope.tenant;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The organizations of this server.
public final class Organizations {
    private final JdbcClient jdbc;
    private final Transactions transactions;

    Organizations(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Names need not differ. Throws [Failure] with `REQUEST_INVALID` for a blank one.
    public Organization create(String name) {
        if (name.isBlank()) {
            throw Failure.invalid("could not create an organization: the name is blank");
        }
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("INSERT INTO organization (name) VALUES (:name) RETURNING *")
                        .param("name", name.strip())
                        .query(Organizations::read)
                        .single());
    }

    /// Throws [Failure] with `NOT_FOUND`.
    public Organization get(OrganizationId id) {
        return transactions.in(
                new Scope.Organization(id),
                () -> jdbc.sql("SELECT * FROM organization WHERE id = :id")
                        .param("id", id.value())
                        .query(Organizations::read)
                        .optional()
                        .orElseThrow(() -> Failure.notFound("organization", id)));
    }

    /// Whether there is no organization yet.
    public boolean none() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT NOT EXISTS (SELECT 1 FROM organization)")
                        .query(Boolean.class)
                        .single());
    }

    private static Organization read(ResultSet row, int number) throws SQLException {
        return new Organization(
                new OrganizationId(row.getLong("id")),
                row.getString("name"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
