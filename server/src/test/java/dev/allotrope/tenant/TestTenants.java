package dev.allotrope.tenant;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Command;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The stores of organizations and customers over a test database.
public final class TestTenants {
    private TestTenants() {}

    public static Organizations organizations(TestDatabase database) {
        return new Organizations(database.jdbc(), database.transactions());
    }

    public static Command organizationCommand(Organizations organizations) {
        return new OrganizationCommand(organizations);
    }

    public static Customers customers(TestDatabase database) {
        return new Customers(database.jdbc(), database.transactions());
    }

    /// What takes customers away, and tells `events` of it.
    public static Deletions deletions(JdbcClient jdbc, Transactions transactions, ApplicationEventPublisher events) {
        return new Deletions(jdbc, transactions, events);
    }

    /// How many rows of a customer each table has that has any of customers.
    public static Map<String, Long> rows(TestDatabase database, Tenant tenant) {
        return database.transactions().in(Scope.SYSTEM, () -> {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : database.jdbc().sql("""
                            SELECT relname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                            WHERE relkind = 'r' AND attname = 'customer_id'""").query(String.class).list()) {
                long count = database.jdbc()
                        .sql("SELECT count(*) FROM " + table + " WHERE customer_id = ?")
                        .param(tenant.customer().value())
                        .query(Long.class)
                        .single();
                rows.put(table, count);
            }
            return rows;
        });
    }
}
