package dev.allotrope.tenant;

import dev.allotrope.TestDatabase;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Settings as the server has them, for tests of those who act on them.
public final class TestSettings {
    private TestSettings() {}

    public static Settings over(TestDatabase database, ApplicationEventPublisher events) {
        return over(database.jdbc(), database.transactions(), events);
    }

    public static Settings over(JdbcClient jdbc, Transactions transactions, ApplicationEventPublisher events) {
        return new Settings(jdbc, transactions, new Customers(jdbc, transactions), events);
    }
}
