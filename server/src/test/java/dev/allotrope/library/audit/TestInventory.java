package dev.allotrope.library.audit;

import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The inventory and the traces over a database of the test.
public final class TestInventory {
    private TestInventory() {}

    public static Traces traces(TestLibrary library) {
        return new Traces(library.transactions(), library.jdbc(), library.allowance);
    }

    public static Inventory over(Transactions transactions, JdbcClient jdbc) {
        return new Inventory(transactions, jdbc);
    }
}
