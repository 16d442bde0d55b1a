package dev.allotrope.tenant;

import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/// Wires this package.
@Configuration(proxyBeanMethods = false)
class TenantConfiguration {
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    Transactions transactions(PlatformTransactionManager manager, JdbcClient jdbc) {
        return new Transactions(manager, jdbc);
    }

    @Bean
    Organizations organizations(JdbcClient jdbc, Transactions transactions) {
        return new Organizations(jdbc, transactions);
    }

    @Bean
    Customers customers(JdbcClient jdbc, Transactions transactions) {
        return new Customers(jdbc, transactions);
    }

    @Bean
    Settings settings(
            JdbcClient jdbc, Transactions transactions, Customers customers, ApplicationEventPublisher events) {
        return new Settings(jdbc, transactions, customers, events);
    }

    @Bean
    Owners owners(JdbcClient jdbc, Transactions transactions, Settings settings) {
        return new Owners(jdbc, transactions, settings);
    }

    @Bean
    Deletions deletions(JdbcClient jdbc, Transactions transactions, ApplicationEventPublisher events) {
        return new Deletions(jdbc, transactions, events);
    }

    @Bean
    OrganizationCommand organizationCommand(Organizations organizations) {
        return new OrganizationCommand(organizations);
    }
}
