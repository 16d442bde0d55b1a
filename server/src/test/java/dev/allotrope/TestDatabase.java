package dev.allotrope;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.allotrope.postgres.DatabaseUrl;
import dev.allotrope.tenant.Transactions;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A database of its own for each test class, with the whole schema in it and no rows:
///
/// ```java
/// @RegisterExtension
/// static final TestDatabase database = new TestDatabase();
/// ```
///
/// One PostgreSQL runs for the JVM and is migrated once; each class gets a copy. The role is the server's: rows show
/// under a [dev.allotrope.tenant.Scope] only, so go through [#transactions()].
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private final boolean migrated;
    private @Nullable Opened opened;

    private record Opened(
            String name, DatabaseUrl url, HikariDataSource pool, JdbcClient jdbc, Transactions transactions) {}

    public TestDatabase() {
        this(true);
    }

    private TestDatabase(boolean migrated) {
        this.migrated = migrated;
    }

    /// A database without any table.
    public static TestDatabase empty() {
        return new TestDatabase(false);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /// Creates the database; for tests that need more than one and do not register it.
    public void open() {
        String name = TestPostgres.get().create(migrated);
        DatabaseUrl url = TestPostgres.get().url(name);
        HikariDataSource pool = pool(url);
        JdbcClient jdbc = JdbcClient.create(pool);
        opened = new Opened(name, url, pool, jdbc, new Transactions(new JdbcTransactionManager(pool), jdbc));
    }

    /// Drops the database, whoever is using it.
    @Override
    public void close() {
        Opened last = opened();
        opened = null;
        last.pool().close();
        TestPostgres.get().drop(last.name());
    }

    /// A pool of ten connections.
    public DataSource dataSource() {
        return opened().pool();
    }

    public JdbcClient jdbc() {
        return opened().jdbc();
    }

    public Transactions transactions() {
        return opened().transactions();
    }

    /// JDBC URL with user and password, as in `ALLOTROPE_DATABASE_URL`.
    public String url() {
        return opened().url().text().reveal();
    }

    /// The same database as a superuser, which the server refuses to be.
    public String superuserUrl() {
        return TestPostgres.get().superuserUrl(opened().name());
    }

    /// Brings the database to the newest schema; for those that started [#empty()].
    public void migrate() {
        Flyway.configure().dataSource(dataSource()).load().migrate();
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("register the database as a static field with @RegisterExtension");
        }
        return opened;
    }

    private static HikariDataSource pool(DatabaseUrl url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.text().reveal());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        config.setPoolName("test");
        return new HikariDataSource(config);
    }
}
