package dev.allotrope.tenant;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.settings.CustomerSettings;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.Limits;
import dev.allotrope.tenant.settings.OrganizationSettings;
import dev.allotrope.tenant.settings.SettingsJson;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What organizations and customers set. Whoever acts on settings asks [#of], which knows what is inherited, and hears
/// of changes by [SettingsChanged].
public final class Settings {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Customers customers;
    private final ApplicationEventPublisher events;

    Settings(JdbcClient jdbc, Transactions transactions, Customers customers, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.customers = customers;
        this.events = events;
    }

    /// What holds for the customer. Throws [Failure] with `NOT_FOUND`.
    public EffectiveSettings of(Tenant tenant) {
        return transactions.in(
                tenant, () -> EffectiveSettings.of(ofCustomer(tenant), ofOrganization(tenant.organization())));
    }

    /// The limits that hold for a customer, asked by whoever adds to what they limit: where there are any, others who
    /// ask wait until this transaction ends, so that two do not fill the same room. A customer who is deleted has
    /// none any more. Call inside a transaction, before anything of the customer's is locked.
    public Limits limitsForAdding(Tenant tenant) {
        Limits limits = limits(tenant, "");
        return limits.equals(Limits.NONE) ? limits : limits(tenant, "FOR NO KEY UPDATE");
    }

    /// The limits that hold for a customer, as they are now. A customer who is deleted has none any more.
    public Limits limits(Tenant tenant) {
        return transactions.in(tenant, () -> limits(tenant, ""));
    }

    private Limits limits(Tenant tenant, String lock) {
        return row(tenant, lock)
                .query((found, number) -> SettingsJson.customer(found.getString(1)))
                .optional()
                .map(own -> EffectiveSettings.of(own, ofOrganization(tenant.organization()))
                        .limits())
                .orElse(Limits.NONE);
    }

    /// What was set for the customer. Throws [Failure] with `NOT_FOUND`.
    public CustomerSettings ofCustomer(Tenant tenant) {
        return transactions.in(tenant, () -> read(tenant, ""));
    }

    /// What the organization set for its customers. Throws [Failure] with `NOT_FOUND`.
    public OrganizationSettings ofOrganization(OrganizationId id) {
        return transactions.in(new Scope.Organization(id), () -> read(id, ""));
    }

    /// Changes the settings of customers, all or none; those that are not known yet are created. Throws [Failure] with
    /// `REQUEST_INVALID` when one of the ids cannot be that of a customer.
    public void change(
            OrganizationId organization, Collection<String> externalIds, UnaryOperator<CustomerSettings> change) {
        transactions.run(new Scope.Organization(organization), () -> {
            // In one order, so that two callers with the same customers do not wait for each other.
            for (String externalId : new TreeSet<>(externalIds)) {
                change(customers.named(organization, externalId).tenant(), change);
            }
        });
    }

    /// Changes the settings of one customer. Throws [Failure] with `NOT_FOUND`.
    public void change(Tenant tenant, UnaryOperator<CustomerSettings> change) {
        transactions.run(tenant, () -> {
            CustomerSettings before = read(tenant, "FOR UPDATE");
            CustomerSettings after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            jdbc.sql("""
                            UPDATE customer SET settings = :settings::jsonb, updated_at = touched(updated_at)
                            WHERE organization_id = :organization AND id = :customer""")
                    .param("settings", SettingsJson.write(after))
                    .param("organization", tenant.organization().value())
                    .param("customer", tenant.customer().value())
                    .update();
            events.publishEvent(new SettingsChanged(tenant));
        });
    }

    /// Changes what an organization set. Throws [Failure] with `NOT_FOUND`.
    public void change(OrganizationId id, UnaryOperator<OrganizationSettings> change) {
        Scope.Organization scope = new Scope.Organization(id);
        transactions.run(scope, () -> {
            OrganizationSettings before = read(id, "FOR UPDATE");
            OrganizationSettings after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            jdbc.sql("""
                            UPDATE organization SET settings = :settings::jsonb, updated_at = touched(updated_at)
                            WHERE id = :id""")
                    .param("settings", SettingsJson.write(after))
                    .param("id", id.value())
                    .update();
            events.publishEvent(new SettingsChanged(scope));
        });
    }

    private CustomerSettings read(Tenant tenant, String lock) {
        return parsed(row(tenant, lock), SettingsJson::customer, "customer", tenant.customer());
    }

    private JdbcClient.StatementSpec row(Tenant tenant, String lock) {
        return jdbc.sql("""
                        SELECT settings FROM customer
                        WHERE organization_id = :organization AND id = :customer AND deleted_at IS NULL %s""".formatted(lock))
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value());
    }

    private OrganizationSettings read(OrganizationId id, String lock) {
        JdbcClient.StatementSpec row = jdbc.sql("SELECT settings FROM organization WHERE id = :id %s".formatted(lock))
                .param("id", id.value());
        return parsed(row, SettingsJson::organization, "organization", id);
    }

    private static <T> T parsed(JdbcClient.StatementSpec row, Function<String, T> parse, String what, Object id) {
        return row.query((found, number) -> parse.apply(found.getString(1)))
                .optional()
                .orElseThrow(() -> Failure.notFound(what, id));
    }
}
