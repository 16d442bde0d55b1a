package dev.allotrope.tenant;

import dev.allotrope.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
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
    ApiKeys apiKeys(JdbcClient jdbc, Transactions transactions) {
        return new ApiKeys(jdbc, transactions);
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
    AccessTokens accessTokens(JdbcClient jdbc, Transactions transactions, InstantSource clock) {
        return new AccessTokens(jdbc, transactions, clock);
    }

    @Bean
    Credentials credentials(ApiKeys keys, AccessTokens tokens, InstantSource clock) {
        return new Credentials(keys, tokens, clock);
    }

    @Bean
    OrganizationCommand organizationCommand(Organizations organizations) {
        return new OrganizationCommand(organizations);
    }

    @Bean
    KeyCommand keyCommand(ApiKeys keys) {
        return new KeyCommand(keys);
    }

    /// Before the first request is taken, and not when a command runs.
    @Bean
    @ConditionalOnWebApplication
    SmartInitializingSingleton firstOrganization(
            Organizations organizations,
            ApiKeys keys,
            Transactions transactions,
            JdbcClient jdbc,
            Environment environment) {
        Optional<Secret> chosen = Optional.ofNullable(environment.getProperty("ALLOTROPE_BOOTSTRAP_API_KEY"))
                .filter(Predicate.not(String::isBlank))
                .map(Secret::of);
        FirstOrganization first = new FirstOrganization(organizations, keys, transactions, jdbc);
        return () -> first.createIfNone(chosen, System.out);
    }
}
