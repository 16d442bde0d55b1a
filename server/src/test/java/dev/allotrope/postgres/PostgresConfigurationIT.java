package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Failure;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresConfigurationIT {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.empty();

    @TempDir
    Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(PostgresConfiguration.class)
    static class Application {}

    @Test
    void serves_a_migrated_database_to_one_server_and_to_commands_beside_it() {
        try (ConfigurableApplicationContext server = start("allotrope.mode=serve")) {
            assertThat(server.getBean(DatabaseHealth.class).problem()).isEmpty();
            assertThat(server.getBean("databaseHealthIndicator", HealthIndicator.class)
                            .health()
                            .getStatus())
                    .isEqualTo(Status.UP);
            assertThat(server.getBean(DataSource.class)).isSameAs(server.getBean("dataSource"));
            assertThat(((HikariDataSource) server.getBean("dataSource")).getMaximumPoolSize())
                    .isEqualTo(12);
            assertThat(((HikariDataSource) server.getBean("refreshDataSource")).getMaximumPoolSize())
                    .isEqualTo(2);
            assertThat(server.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM book")
                            .query(Long.class)
                            .single())
                    .isZero();

            assertThat(server.getBean(JdbcClient.class)
                            .sql("SHOW tcp_keepalives_idle")
                            .query(String.class)
                            .single())
                    .as("how long sessions of a machine that is gone are kept")
                    .isEqualTo("3");

            try (ConfigurableApplicationContext command = start("allotrope.mode=command")) {
                assertThat(command.getBean(JdbcClient.class)
                                .sql("SELECT 1")
                                .query(Long.class)
                                .single())
                        .isEqualTo(1);
            }
            assertThat(catchThrowable(() -> start("allotrope.mode=serve")))
                    .rootCause()
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(
                            "the Allotrope process " + ProcessHandle.current().pid() + " is using it");
            assertThat(catchThrowable(() -> start("allotrope.mode=serve", folder.resolve("another"))))
                    .rootCause()
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("another Allotrope server is working with it");
        }
    }

    private ConfigurableApplicationContext start(String mode) {
        return start(mode, folder.resolve(mode.substring(mode.indexOf('=') + 1)));
    }

    private static ConfigurableApplicationContext start(String mode, Path data) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(mode, "ALLOTROPE_DATABASE_URL=" + database.url(), "ALLOTROPE_DATA_DIR=" + data)
                .run("--spring.flyway.locations=classpath:db/then");
    }
}
