package dev.allotrope.tenant.key;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Organization;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.io.PrintStream;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives an empty database its first organization and API key, so that a new server can be used at once.
final class FirstOrganization {
    private static final String NAME = "default";

    private final Organizations organizations;
    private final ApiKeys keys;
    private final Transactions transactions;
    private final JdbcClient jdbc;

    FirstOrganization(Organizations organizations, ApiKeys keys, Transactions transactions, JdbcClient jdbc) {
        this.organizations = organizations;
        this.keys = keys;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Does nothing when there is an organization. Without a chosen key one is generated and printed to `out`, once;
    /// nothing of it goes to the log.
    void createIfNone(Optional<Secret> chosen, PrintStream out) {
        transactions.run(Scope.SYSTEM, () -> {
            // Two servers may start on one empty database.
            jdbc.sql("LOCK TABLE organization IN SHARE ROW EXCLUSIVE MODE").update();
            if (organizations.none()) {
                create(chosen, out);
            }
        });
    }

    private void store(Organization organization, Secret chosen) {
        try {
            keys.store(organization.id(), "bootstrap", chosen);
        } catch (Failure refused) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: ALLOTROPE_BOOTSTRAP_API_KEY is no good key: " + refused.getMessage(),
                    refused);
        }
    }

    private void create(Optional<Secret> chosen, PrintStream out) {
        Organization organization = organizations.create(NAME);
        if (chosen.isPresent()) {
            store(organization, chosen.get());
            return;
        }
        ApiKeys.Created created = keys.create(organization.id(), "bootstrap");
        out.println("Created the first organization. Its API key, shown only this once: "
                + created.text().reveal());
    }
}
