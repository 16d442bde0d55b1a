package dev.allotrope.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// What the rest of the server gets from the database.
///
/// A server takes the database for itself before anything else touches it. A command (`allotrope.mode=command`) works
/// beside a live server and takes no lock, unless it finds migrations to do.
@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {
    /// How long a start waits for an external database that does not answer.
    static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final int POOL_SIZE = 12;
    /// A token refresh locks its credential's row for two short transactions, one before and one after the call to
    /// the outside, which holds neither lock nor connection. The callers that wait for the new token hold
    /// connections of the main pool; on a pool of its own the refresh cannot wait for them in turn.
    private static final int REFRESH_POOL_SIZE = 2;

    private static final Duration POOL_WAIT = Duration.ofSeconds(5);

    private enum Mode {
        SERVE,
        COMMAND
    }

    @Bean
    DatabaseSettings databaseSettings(Environment environment) {
        return DatabaseSettings.of(environment::getProperty);
    }

    @Bean
    Database database(DatabaseSettings settings, Environment environment) {
        return switch (mode(environment)) {
            case SERVE -> Database.forServer(settings, START_PATIENCE);
            case COMMAND -> Database.forCommand(settings, START_PATIENCE);
        };
    }

    @Bean
    DatabaseHealth databaseHealth(
            Database database, Environment environment, ConfigurableApplicationContext application) {
        return switch (mode(environment)) {
            case SERVE -> NodeLock.acquire(database.url(), () -> end(application));
            case COMMAND -> Optional::empty;
        };
    }

    /// Shows as `database`; stands in for Spring Boot's own `db`, which would wait for a connection of each pool.
    @Bean
    HealthIndicator databaseHealthIndicator(DatabaseHealth health) {
        return () -> health.problem()
                .map(problem -> Health.down().withDetail("problem", problem).build())
                .orElseGet(() -> Health.up().build());
    }

    @Bean
    HikariDataSource dataSource(Database database, DatabaseHealth lockedFirst) {
        return pool(database, "allotrope", POOL_SIZE);
    }

    /// For token refresh only; asked for by `@Qualifier("refreshDataSource")`.
    @Bean(defaultCandidate = false)
    HikariDataSource refreshDataSource(Database database, DatabaseHealth lockedFirst) {
        return pool(database, "allotrope-refresh", REFRESH_POOL_SIZE);
    }

    @Bean
    FlywayMigrationStrategy flywayMigrationStrategy(Database database, Environment environment) {
        return flyway -> {
            Schema schema = new Schema(flyway);
            switch (mode(environment)) {
                case SERVE -> schema.migrate();
                case COMMAND -> migrateAlone(schema, database);
            }
        };
    }

    private static void migrateAlone(Schema schema, Database database) {
        schema.refuseNewer();
        if (!schema.behind()) {
            return;
        }
        try (NodeLock _ = NodeLock.acquire(database.url(), Duration.ZERO)) {
            schema.migrate();
        }
    }

    /// Whoever watches over this process starts it again, and it waits for the other server like any second one.
    private static void end(ConfigurableApplicationContext application) {
        Thread.ofPlatform()
                .name("database-lost")
                .start(() -> System.exit(SpringApplication.exit(application, () -> 1)));
    }

    private static Mode mode(Environment environment) {
        return "command".equals(environment.getProperty("allotrope.mode")) ? Mode.COMMAND : Mode.SERVE;
    }

    private static HikariDataSource pool(Database database, String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.url().text().reveal());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        // What a transaction has locked is nobody's to wait for when the machine that began it is gone.
        config.setConnectionInitSql(NodeLock.NOTICE_OUR_END);
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }
}
