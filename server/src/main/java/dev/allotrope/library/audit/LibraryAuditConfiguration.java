package dev.allotrope.library.audit;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.tenant.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class LibraryAuditConfiguration {
    @Bean
    Traces traces(Transactions transactions, JdbcClient jdbc, Allowance allowance) {
        return new Traces(transactions, jdbc, allowance);
    }

    @Bean
    LinkTargets linkTargets(Transactions transactions, JdbcClient jdbc) {
        return new LinkTargets(transactions, jdbc);
    }

    @Bean
    Inventory inventory(Transactions transactions, JdbcClient jdbc) {
        return new Inventory(transactions, jdbc);
    }
}
