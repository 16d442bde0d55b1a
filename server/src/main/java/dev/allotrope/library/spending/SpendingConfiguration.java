package dev.allotrope.library.spending;

import dev.allotrope.embed.Costs;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class SpendingConfiguration {
    @Bean
    Spending spending(Transactions transactions, JdbcClient jdbc) {
        return new Spending(transactions, jdbc);
    }

    @Bean
    Costs costs(Spending spending) {
        return (organization, model) -> tokens -> spending.add(new Scope.Organization(organization), model, tokens);
    }
}
