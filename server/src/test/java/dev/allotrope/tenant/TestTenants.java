package dev.allotrope.tenant;

import dev.allotrope.TestDatabase;

/// The stores of organizations and customers over a test database.
public final class TestTenants {
    private TestTenants() {}

    public static Customers customers(TestDatabase database) {
        return new Customers(database.jdbc(), database.transactions());
    }
}
