package dev.allotrope.sync.audit;

import dev.allotrope.library.audit.Inventory;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {
    @Bean
    Audits audits(
            Transactions transactions, JdbcClient jdbc, Auditor auditor, Inventory inventory, InstantSource clock) {
        return new Audits(transactions, jdbc, new Prover(auditor, inventory, clock));
    }
}
