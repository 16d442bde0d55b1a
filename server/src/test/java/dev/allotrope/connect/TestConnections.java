package dev.allotrope.connect;

import dev.allotrope.TestDatabase;
import dev.allotrope.tenant.Transactions;

/// The store of connections over a test database, for tests that never ask for a token.
public final class TestConnections {
    private TestConnections() {}

    public static Connections over(TestDatabase database) {
        Transactions transactions = database.transactions();
        return new Connections(database.jdbc(), transactions, null);
    }
}
