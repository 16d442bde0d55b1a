package dev.allotrope.library.item;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.tenant.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ItemConfiguration {
    @Bean
    Items items(Transactions transactions, JdbcClient jdbc, Allowance allowance) {
        return new Items(transactions, jdbc, allowance);
    }
}
