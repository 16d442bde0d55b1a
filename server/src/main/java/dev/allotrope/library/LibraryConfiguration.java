package dev.allotrope.library;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Transactions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class LibraryConfiguration {
    @Bean
    Heads heads(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        return new Heads(transactions, jdbc, events);
    }

    @Bean
    Documents documents(Transactions transactions, JdbcClient jdbc, Heads heads, ApplicationEventPublisher events) {
        return new Documents(transactions, jdbc, heads, events);
    }

    @Bean
    Embeddings embeddings(Transactions transactions, JdbcClient jdbc) {
        return new Embeddings(transactions, jdbc);
    }

    /// There is one kind of source so far.
    @Bean
    Allowance allowance(Settings settings, JdbcClient jdbc) {
        return new Allowance(settings, jdbc, SourceKind.SALESFORCE.name());
    }

    @Bean
    Contents contents(
            Transactions transactions,
            JdbcClient jdbc,
            Heads heads,
            Embeddings embeddings,
            Allowance allowance,
            ApplicationEventPublisher events) {
        return new Contents(transactions, jdbc, heads, embeddings, allowance, events);
    }

    @Bean
    Reembeddings reembeddings(Transactions transactions, JdbcClient jdbc, Heads heads, Embeddings embeddings) {
        return new Reembeddings(transactions, jdbc, heads, embeddings);
    }

    @Bean
    Uploads chunkUploads(
            Transactions transactions,
            JdbcClient jdbc,
            Heads heads,
            Embeddings embeddings,
            Allowance allowance,
            ApplicationEventPublisher events) {
        return new Uploads(transactions, jdbc, heads, embeddings, allowance, events);
    }

    @Bean
    Chunks chunks(Transactions transactions, JdbcClient jdbc) {
        return new Chunks(transactions, jdbc);
    }

    @Bean
    Feed feed(Transactions transactions, JdbcClient jdbc) {
        return new Feed(transactions, jdbc);
    }

    @Bean
    Intake intake(
            Transactions transactions,
            JdbcClient jdbc,
            Heads heads,
            Allowance allowance,
            ApplicationEventPublisher events) {
        return new Intake(transactions, jdbc, heads, allowance, events);
    }

    @Bean
    Eraser libraryOfDeletedCustomers(Transactions transactions, JdbcClient jdbc) {
        return new Eraser(Eraser.Stage.DOCUMENTS, new Erasure(transactions, jdbc)::erase);
    }
}
