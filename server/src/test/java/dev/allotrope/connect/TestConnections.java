package dev.allotrope.connect;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.TestTokens;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The store of connections over a test database, for tests that never ask for a token.
public final class TestConnections {
    private TestConnections() {}

    public static Connections over(TestDatabase database) {
        return over(database.jdbc(), database.transactions());
    }

    public static Connections over(JdbcClient jdbc, Transactions transactions) {
        return new Connections(jdbc, transactions, null, event -> {});
    }

    /// How connections of a deleted customer are erased.
    public static Eraser eraser(Revocation revocation) {
        return new Eraser(Eraser.Stage.CONNECTIONS, revocation::erase);
    }

    /// Disconnects connections of which nothing is stored that could be revoked elsewhere.
    public static Revocation revocation(JdbcClient jdbc, Transactions transactions) {
        return new Revocation(
                jdbc,
                transactions,
                TestTokens.credentials(jdbc, TestVault.open()),
                over(jdbc, transactions),
                new Authorizers(List.of(new FakeRemote())),
                event -> {});
    }
}
