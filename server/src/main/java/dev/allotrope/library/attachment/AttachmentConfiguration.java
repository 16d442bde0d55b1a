package dev.allotrope.library.attachment;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.tenant.Transactions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class AttachmentConfiguration {
    @Bean
    AttachedDocuments attachedDocuments(
            Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events, Allowance allowance) {
        return new AttachedDocuments(transactions, jdbc, events, allowance);
    }

    @Bean
    Downloads downloads(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        return new Downloads(transactions, jdbc, events);
    }

    @Bean
    Files attachedFiles(Transactions transactions, JdbcClient jdbc) {
        return new Files(transactions, jdbc);
    }

    @Bean
    Images images(Transactions transactions, JdbcClient jdbc) {
        return new Images(transactions, jdbc);
    }
}
