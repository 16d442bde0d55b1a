package dev.allotrope.notify;

import dev.allotrope.connect.vault.Resealing;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.notify.http.Courier;
import dev.allotrope.notify.http.Gate;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this package.
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {
    @Bean
    Gate gate(@Value("${ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS:false}") String privateNetworks) {
        return Gate.of(privateNetworks);
    }

    @Bean
    Courier courier(Gate gate) {
        return new Courier(gate);
    }

    @Bean
    RetryDelays retryDelays(@Value("${ALLOTROPE_WEBHOOK_RETRY_DELAYS:10s,1m,10m}") String delays) {
        return RetryDelays.of(delays);
    }

    @Bean
    Webhooks webhooks(JdbcClient jdbc, Transactions transactions, Vault vault, Gate gate) {
        return new Webhooks(jdbc, transactions, vault, gate);
    }

    @Bean
    Resealing resealedSigningKeys(Webhooks webhooks) {
        return new Resealing("signing keys of webhooks", webhooks::reseal);
    }

    @Bean
    Deliveries deliveries(JdbcClient jdbc, Transactions transactions, Jobs jobs, InstantSource clock) {
        return new Deliveries(jdbc, transactions, jobs, clock);
    }

    @Bean
    Outbox outbox(
            Transactions transactions,
            Webhooks webhooks,
            Deliveries deliveries,
            Customers customers,
            Jobs jobs,
            InstantSource clock) {
        return new Outbox(transactions, webhooks, deliveries, customers, jobs, clock);
    }

    @Bean
    Deliverer deliverer(
            Transactions transactions,
            Webhooks webhooks,
            Deliveries deliveries,
            Courier courier,
            RetryDelays delays,
            InstantSource clock) {
        return new Deliverer(transactions, webhooks, deliveries, courier, delays, clock);
    }

    @Bean
    WatchedUploads uploads(JdbcClient jdbc, Transactions transactions) {
        return new WatchedUploads(jdbc, transactions);
    }

    @Bean
    Eraser uploadsOfDeletedCustomers(WatchedUploads uploads) {
        return new Eraser(Eraser.Stage.RUNS, uploads::erase);
    }

    @Bean
    Completion completion(Transactions transactions, WatchedUploads uploads, Documents documents, Outbox outbox) {
        return new Completion(transactions, uploads, documents, outbox);
    }

    @Bean
    Announcements announcements(Outbox outbox, WatchedUploads uploads, Intake intake, InstantSource clock) {
        return new Announcements(outbox, uploads, intake, clock);
    }

    @Bean
    Upkeep upkeep(
            Webhooks webhooks,
            Deliveries deliveries,
            WatchedUploads uploads,
            Outbox outbox,
            Jobs jobs,
            InstantSource clock) {
        Upkeep.Stores stores = new Upkeep.Stores(webhooks, deliveries, uploads);
        return new Upkeep(stores, outbox, jobs, clock, Upkeep.MAX_WAITING);
    }

    @Bean
    MeterBinder webhookMeters(Webhooks webhooks, Deliveries deliveries) {
        return registry -> {
            Gauge.builder("allotrope.webhooks.flagged", webhooks, Webhooks::flagged)
                    .description("webhooks whose receivers took nothing for a while")
                    .register(registry);
            Gauge.builder("allotrope.webhooks.locked", webhooks, Webhooks::locked)
                    .description("webhooks that nothing is sent to, because no encryption key opens their signing keys")
                    .register(registry);
            Gauge.builder("allotrope.webhook.deliveries.waiting", deliveries, Deliveries::backlog)
                    .description("deliveries that wait for their next attempt")
                    .register(registry);
        };
    }

    /// At each start: what a process that died left waiting goes on at once.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstUpkeep(Jobs jobs) {
        return arguments -> jobs.wake(Lane.OUTBOUND, Upkeep.NAME, Upkeep.INSTANCE);
    }
}
