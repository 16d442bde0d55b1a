package dev.allotrope.connect.app;

import dev.allotrope.connect.vault.Vault;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The package as it is wired in the server.
public final class TestApps {
    private TestApps() {}

    public static WhiteLabels whiteLabels(JdbcClient jdbc, Transactions transactions, Vault vault) {
        return new WhiteLabels(jdbc, transactions, vault);
    }

    public static ConnectedApps connectedApps(Optional<ConnectedApp> server, WhiteLabels whiteLabels) {
        return new ConnectedApps(server, whiteLabels);
    }
}
