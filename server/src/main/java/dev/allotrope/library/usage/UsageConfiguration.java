package dev.allotrope.library.usage;

import dev.allotrope.tenant.Transactions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class UsageConfiguration {
    @Bean
    Usage usage(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        return new Usage(transactions, jdbc, events);
    }
}
