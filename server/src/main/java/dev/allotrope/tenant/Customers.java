package dev.allotrope.tenant;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.tenant.settings.SettingsJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /// The customer with that id, created on first use; callers at the same time get the same one. Space around an id
    /// is not part of it, as in a header. Throws [Failure] with `REQUEST_INVALID` for a blank or overlong id.
    public Customer named(OrganizationId organization, String externalId) {
        if (!nameable(externalId)) {
            throw Failure.invalid("the customer id must have 1 to " + MAX_EXTERNAL_ID + " characters and not be blank");
        }
        String name = externalId.strip();
        // Looked up first: an insert that conflicts would use up an identity.
        return find(organization, name).orElseGet(() -> create(organization, name));
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
                        .param("externalId", externalId.strip())
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

    /// Which customers are meant; null lets everything through, an empty list nothing.
    public record Filter(
            @Nullable Collection<String> externalIds,
            @Nullable Collection<CustomerId> ids) {}

    /// The order of a list of customers; equal times are in the order of ids, in the same direction.
    public enum Order {
        CREATED_AT_ASCENDING("created_at ASC, id ASC"),
        CREATED_AT_DESCENDING("created_at DESC, id DESC"),
        UPDATED_AT_ASCENDING("updated_at ASC, id ASC"),
        UPDATED_AT_DESCENDING("updated_at DESC, id DESC");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    public List<Customer> list(Scope.Organization organization, Filter filter, Order order, Page page) {
        return transactions.in(
                organization,
                () -> filtered(
                                organization,
                                "*",
                                filter,
                                " AND id > :after ORDER BY " + order.sql + " LIMIT :limit OFFSET :offset")
                        .param("after", page.startingId())
                        .param("limit", page.limit())
                        .param("offset", page.offset())
                        .query(Customers::read)
                        .list());
    }

    /// How many there are, whatever the page.
    public long count(Scope.Organization organization, Filter filter) {
        return transactions.in(
                organization,
                () -> filtered(organization, "count(*)", filter, "")
                        .query(Long.class)
                        .single());
    }

    private JdbcClient.StatementSpec filtered(
            Scope.Organization organization, String columns, Filter filter, String rest) {
        Collection<CustomerId> ids = filter.ids();
        Collection<String> externalIds = filter.externalIds();
        return jdbc.sql("""
                        SELECT %s FROM customer
                        WHERE organization_id = :organization AND deleted_at IS NULL
                          AND (:anyName OR external_id = ANY (:names)) AND (:anyId OR id = ANY (:ids))%s""".formatted(columns, rest))
                .param("organization", organization.id().value())
                .param("anyName", externalIds == null)
                .param("names", externalIds == null ? new String[0] : externalIds.toArray(String[]::new))
                .param("anyId", ids == null)
                .param(
                        "ids",
                        ids == null
                                ? new Long[0]
                                : ids.stream().map(CustomerId::value).toArray(Long[]::new));
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
                SettingsJson.customer(row.getString("settings")),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
