package dev.allotrope.tenant;

import dev.allotrope.kernel.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Takes customers away: marked first, so that they are gone for everybody at once and their name is free, and erased
/// when every [Eraser] is through.
public final class Deletions {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final ApplicationEventPublisher events;

    Deletions(JdbcClient jdbc, Transactions transactions, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /// Marks customers as deleted; ids that name nobody are ignored. Returns how many there were.
    public int delete(Scope.Organization organization, Collection<String> externalIds) {
        return transactions.in(organization, () -> {
            List<CustomerDeleted> deleted = jdbc.sql("""
                            UPDATE customer SET deleted_at = clock_timestamp(), updated_at = touched(updated_at)
                            WHERE id IN (SELECT id FROM customer
                                         WHERE organization_id = :organization AND external_id = ANY (:names)
                                           AND deleted_at IS NULL
                                         ORDER BY external_id FOR UPDATE)
                            RETURNING id, external_id""")
                    .param("organization", organization.id().value())
                    .param("names", externalIds.stream().map(String::strip).toArray(String[]::new))
                    .query((row, number) -> new CustomerDeleted(
                            Tenant.parse(organization.id() + ":" + row.getLong(1)), row.getString(2)))
                    .list();
            deleted.forEach(events::publishEvent);
            return deleted.size();
        });
    }

    /// Whether the customer is deleted and not erased yet.
    public boolean unfinished(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM customer
                                       WHERE organization_id = :organization AND id = :customer AND deleted_at IS NOT NULL)""")
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .query(Boolean.class)
                        .single());
    }

    /// Every customer who is deleted and not erased yet, for the sweep.
    public List<Tenant> unfinished() {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT organization_id, id FROM customer WHERE deleted_at IS NOT NULL")
                        .query((row, number) -> Tenant.parse(row.getLong(1) + ":" + row.getLong(2)))
                        .list());
    }

    /// Takes the last row of a deleted customer. False when rows were written meanwhile that have to go before: the
    /// references to the customer keep that row until nothing refers to it.
    public boolean finish(Tenant tenant) {
        try {
            transactions.run(
                    new Scope.Organization(tenant.organization()),
                    () -> last(tenant).ifPresent(name -> events.publishEvent(new CustomerErased(tenant, name))));
            return true;
        } catch (DataIntegrityViolationException e) {
            return false;
        }
    }

    private Optional<String> last(Tenant tenant) {
        OrganizationId organization = tenant.organization();
        jdbc.sql("""
                        DELETE FROM access_token t USING customer c
                        WHERE t.organization_id = :organization AND t.customer_id = :customer
                          AND c.id = t.customer_id AND c.deleted_at IS NOT NULL""")
                .param("organization", organization.value())
                .param("customer", tenant.customer().value())
                .update();
        return jdbc.sql("""
                        DELETE FROM customer
                        WHERE organization_id = :organization AND id = :customer AND deleted_at IS NOT NULL
                        RETURNING external_id""")
                .param("organization", organization.value())
                .param("customer", tenant.customer().value())
                .query((row, number) -> row.getString(1))
                .optional();
    }
}
