package dev.allotrope.tenant;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The customers of an organization, known by the organization's own ids for them.
public final class Customers {
    /// The longest external id, in characters.
    public static final int MAX_EXTERNAL_ID = 512;

    private final JdbcClient jdbc;
    private final Transactions transactions;

    Customers(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// The customer with that id, created on first use; callers at the same time get the same one. Throws [Failure]
    /// with
    /// `REQUEST_INVALID` for a blank or overlong id.
    public Customer named(OrganizationId organization, String externalId) {
        if (!nameable(externalId)) {
            throw Failure.invalid("the customer id must have 1 to " + MAX_EXTERNAL_ID + " characters and not be blank");
        }
        // Looked up first: an insert that conflicts would use up an identity.
        return find(organization, externalId).orElseGet(() -> create(organization, externalId));
    }

    /// Whether a customer may have that id.
    public static boolean nameable(String externalId) {
        return !externalId.isBlank() && externalId.length() <= MAX_EXTERNAL_ID;
    }

    public Optional<Customer> find(OrganizationId organization, String externalId) {
        return transactions.in(
                new Scope.Organization(organization),
                () -> jdbc.sql("""
                        SELECT * FROM customer
                        WHERE organization_id = :organization AND external_id = :externalId AND deleted_at IS NULL""")
                        .param("organization", organization.value())
                        .param("externalId", externalId)
                        .query(Customers::read)
                        .optional());
    }

    /// Throws [Failure] with `NOT_FOUND`.
    public Customer get(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT * FROM customer
                        WHERE organization_id = :organization AND id = :customer AND deleted_at IS NULL""")
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .query(Customers::read)
                        .optional()
                        .orElseThrow(() -> Failure.notFound("customer", tenant.customer())));
    }

    private Customer create(OrganizationId organization, String externalId) {
        transactions.run(
                new Scope.Organization(organization),
                () -> jdbc.sql("""
                        INSERT INTO customer (organization_id, external_id) VALUES (:organization, :externalId)
                        ON CONFLICT (organization_id, external_id) WHERE deleted_at IS NULL DO NOTHING""")
                        .param("organization", organization.value())
                        .param("externalId", externalId)
                        .update());
        return find(organization, externalId)
                .orElseThrow(() -> new IllegalStateException("a customer vanished right after its creation"));
    }

    private static Customer read(ResultSet row, int number) throws SQLException {
        return new Customer(
                new Tenant(new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("id"))),
                row.getString("external_id"),
                Times.read(row, "created_at"),
                Times.read(row, "updated_at"));
    }
}
