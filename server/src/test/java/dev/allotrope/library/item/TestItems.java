package dev.allotrope.library.item;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.tenant.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class TestItems {
    private TestItems() {}

    public static Items over(JdbcClient jdbc, Transactions transactions, Allowance allowance) {
        return new Items(transactions, jdbc, allowance);
    }
}
