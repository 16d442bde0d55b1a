package dev.allotrope.connect.token;

import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.Patience;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The package as it is wired in the server.
public final class TestTokens {
    private TestTokens() {}

    public static CredentialTable credentials(JdbcClient jdbc, Vault vault) {
        return new CredentialTable(jdbc, vault);
    }

    public static Refresher refresher(
            Transactions transactions, CredentialTable credentials, Authorizer authorizer, ConnectedApps apps) {
        return new Refresher(transactions, credentials, new Authorizers(List.of(authorizer)), apps, Patience.USUAL);
    }
}
