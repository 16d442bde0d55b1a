package dev.allotrope.tenant;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.OrganizationSettings;
import dev.allotrope.tenant.settings.SettingsJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The customers that things of an organization belong to, many at once.
public final class Owners {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Settings settings;

    Owners(JdbcClient jdbc, Transactions transactions, Settings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /// A customer's name with the organization, and what holds for them.
    public record Owner(String externalId, EffectiveSettings settings) {}

    /// Customers that are being deleted are among them, as long as there is something of theirs.
    public Map<CustomerId, Owner> of(Scope.Organization organization, Collection<CustomerId> ids) {
        Map<CustomerId, Owner> owners = new LinkedHashMap<>();
        if (ids.isEmpty()) {
            return owners;
        }
        return transactions.in(organization, () -> {
            OrganizationSettings ofAll = settings.ofOrganization(organization.id());
            jdbc.sql("""
                            SELECT id, external_id, settings FROM customer
                            WHERE organization_id = :organization AND id = ANY (:ids)""")
                    .param("organization", organization.id().value())
                    .param("ids", ids.stream().map(CustomerId::value).toArray(Long[]::new))
                    .query(row -> {
                        EffectiveSettings effective =
                                EffectiveSettings.of(SettingsJson.customer(row.getString("settings")), ofAll);
                        owners.put(
                                new CustomerId(row.getLong("id")), new Owner(row.getString("external_id"), effective));
                    });
            return owners;
        });
    }
}
