package dev.allotrope;

import dev.allotrope.postgres.DatabaseSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Wires what belongs to the program as a whole.
@Configuration(proxyBeanMethods = false)
class AllotropeConfiguration {
    @Bean
    @ConditionalOnWebApplication
    StartReport startReport(DatabaseSettings database, Environment environment) {
        return new StartReport(database, environment);
    }
}
