package dev.allotrope.notify;

import dev.allotrope.connect.Vault;
import dev.allotrope.notify.http.Gate;
import dev.allotrope.tenant.Transactions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this package.
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {
    @Bean
    Gate gate(@Value("${ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS:false}") boolean privateNetworks) {
        return new Gate(privateNetworks);
    }

    @Bean
    Webhooks webhooks(JdbcClient jdbc, Transactions transactions, Vault vault, Gate gate) {
        return new Webhooks(jdbc, transactions, vault, gate);
    }
}
