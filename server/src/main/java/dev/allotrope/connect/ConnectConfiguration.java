package dev.allotrope.connect;

import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this package.
@Configuration(proxyBeanMethods = false)
class ConnectConfiguration {
    @Bean
    Connections connections(
            JdbcClient jdbc, Transactions transactions, Refresher refresher, ApplicationEventPublisher events) {
        return new Connections(jdbc, transactions, refresher, events);
    }

    @Bean
    Revocation revocation(
            JdbcClient jdbc,
            Transactions transactions,
            CredentialTable credentials,
            Connections connections,
            Authorizers authorizers,
            ApplicationEventPublisher events) {
        return new Revocation(jdbc, transactions, credentials, connections, authorizers, events);
    }

    @Bean
    Eraser connectionsOfDeletedCustomers(Revocation revocation) {
        return new Eraser(Eraser.Stage.CONNECTIONS, revocation::erase);
    }

    @Bean
    TokenUpkeep tokenUpkeep(Connections connections, Refresher refresher, InstantSource clock) {
        return new TokenUpkeep(connections, refresher, clock);
    }

    @Bean
    MeterBinder connectionMeters(Connections connections) {
        return registry -> {
            for (SyncStatus status : SyncStatus.values()) {
                Gauge.builder("allotrope.data.sources", connections, each -> each.usable(Scope.SYSTEM, status))
                        .description("connected data sources by how they stand")
                        .tag("status", status.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        };
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstTokenUpkeep(Jobs jobs) {
        return arguments -> jobs.wakeIfAbsent(Lane.PROMPT, TokenUpkeep.NAME, TokenUpkeep.INSTANCE);
    }
}
