package dev.allotrope.tenant.key;

import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class KeyConfiguration {
    @Bean
    ApiKeys apiKeys(JdbcClient jdbc, Transactions transactions) {
        return new ApiKeys(jdbc, transactions);
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
