package dev.allotrope.library.audit;

import dev.allotrope.tenant.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The inventory over a database of the test.
public final class TestInventory {
    private TestInventory() {}

    public static Inventory over(Transactions transactions, JdbcClient jdbc) {
        return new Inventory(transactions, jdbc);
    }
}
