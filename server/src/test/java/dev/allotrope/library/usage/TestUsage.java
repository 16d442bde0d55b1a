package dev.allotrope.library.usage;

import dev.allotrope.tenant.Transactions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

public final class TestUsage {
    private TestUsage() {}

    public static Usage over(JdbcClient jdbc, Transactions transactions, ApplicationEventPublisher events) {
        return new Usage(transactions, jdbc, events);
    }
}
