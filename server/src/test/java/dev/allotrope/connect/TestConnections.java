package dev.allotrope.connect;

import dev.allotrope.TestDatabase;
import dev.allotrope.tenant.Transactions;
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
}
