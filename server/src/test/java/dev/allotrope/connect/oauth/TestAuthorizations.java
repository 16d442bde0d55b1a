package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connections;
import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.tenant.Transactions;
import java.net.URI;
import java.time.InstantSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The package as it is wired in the server, over a database and what authorizations stand on.
public record TestAuthorizations(
        JdbcClient jdbc,
        Transactions transactions,
        Vault vault,
        InstantSource clock,
        ApplicationEventPublisher events) {
    public Authorizations over(
            Connections connections,
            ConnectedApps apps,
            Authorizers authorizers,
            CredentialTable credentials,
            Refresher refresher) {
        States states = new States(jdbc, transactions, vault, clock);
        return new Authorizations(
                authorizers,
                apps,
                states,
                new Enrolment(jdbc, transactions, credentials, connections, events),
                new SyncLinks(
                        states,
                        connections,
                        transactions,
                        events,
                        URI.create("http://localhost:8000/integrations/salesforce/sync")),
                new Liveness(authorizers, refresher));
    }
}
