package dev.allotrope.library.rebuild;

import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    @Bean
    Rebuilds rebuilds(Transactions transactions, JdbcClient jdbc) {
        return new Rebuilds(transactions, jdbc);
    }

    @Bean
    ReindexCommand reindexCommand(Heads heads, Rebuilds rebuilds) {
        return new ReindexCommand(heads, rebuilds, () -> TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis()));
    }
}
