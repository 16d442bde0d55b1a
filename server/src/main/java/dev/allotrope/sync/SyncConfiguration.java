package dev.allotrope.sync;

import dev.allotrope.chunk.Chunker;
import dev.allotrope.connect.Authorizations;
import dev.allotrope.connect.Connections;
import dev.allotrope.embed.Embedders;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Items;
import dev.allotrope.library.Uploads;
import dev.allotrope.library.Usage;
import dev.allotrope.parse.Parser;
import dev.allotrope.source.Source;
import dev.allotrope.tenant.AccessTokens;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class SyncConfiguration {
    private static final Duration HOURLY = Duration.ofHours(1);

    /// How long an embedding that no document uses is kept, in case its text comes back.
    private static final Duration EMBEDDING_GRACE = Duration.ofDays(1);

    @Bean
    SyncRuns syncRuns(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        return new SyncRuns(transactions, jdbc, events);
    }

    @Bean
    Stages.Holdings holdings(Items items, Intake intake, Documents documents) {
        return new Stages.Holdings(items, intake, documents, RemovalGuard.DEFAULT);
    }

    @Bean
    Sync sync(
            Transactions transactions,
            Connections connections,
            SyncRuns runs,
            Stages.Holdings holdings,
            Jobs jobs,
            InstantSource clock) {
        return new Sync(transactions, connections, runs, holdings, jobs, clock);
    }

    @Bean
    ApiBudget apiBudget(Transactions transactions, JdbcClient jdbc, Connections connections) {
        return new ApiBudget(transactions, jdbc, connections, ApiBudget.DEFAULT_SHARE);
    }

    @Bean
    Conductor conductor(
            Source source,
            SyncRuns runs,
            Connections connections,
            Stages.Holdings holdings,
            ApiBudget budget,
            Jobs jobs,
            InstantSource clock) {
        Stages stages = new Stages(source, runs, connections, holdings, jobs, clock);
        return new Conductor(runs, stages, connections, budget, clock);
    }

    @Bean
    Erasing erasing(Deletions deletions, List<Eraser> erasers, Jobs jobs, InstantSource clock) {
        return new Erasing(deletions, erasers, jobs, clock);
    }

    @Bean
    Eraser runsOfDeletedCustomers(SyncRuns runs) {
        return new Eraser(Eraser.Stage.RUNS, runs::erase);
    }

    @Bean
    Eraser callsOfDeletedCustomers(ApiBudget budget) {
        return new Eraser(Eraser.Stage.RUNS, budget::erase);
    }

    @Bean
    Tick.Upkeep unfinishedErasures(Erasing erasing) {
        return new Tick.Upkeep("unfinished erasures", Duration.ofMinutes(1), erasing::sweep);
    }

    @Bean
    Processing processing(
            Contents contents,
            Uploads uploads,
            Embeddings embeddings,
            Intake intake,
            Embedders embedders,
            InstantSource clock) {
        Preparation preparation = new Preparation(new Parser(), new Chunker(), embedders);
        return new Processing(contents, uploads, embeddings, intake, preparation, clock);
    }

    @Bean
    Uploading uploading(Transactions transactions, Uploads uploads, Jobs jobs) {
        return new Uploading(transactions, uploads, jobs);
    }

    @Bean
    ConnectionListener connectionListener(Sync sync, Connections connections, InstantSource clock) {
        return new ConnectionListener(sync, connections, clock);
    }

    @Bean
    ScheduledSync scheduledSync(
            Transactions transactions,
            JdbcClient jdbc,
            Connections connections,
            Settings settings,
            Sync sync,
            ScheduledSync.Clock clock) {
        return new ScheduledSync(transactions, new Schedules(transactions, jdbc), connections, settings, sync, clock);
    }

    @Bean
    ScheduledSync.Clock scheduledSyncClock(
            @Value("${ALLOTROPE_DEV_HOUR_SECONDS:3600}") String seconds, InstantSource clock) {
        return ScheduledSync.Clock.of(seconds, clock);
    }

    @Bean
    Tick.Upkeep scheduledRuns(ScheduledSync sync) {
        return new Tick.Upkeep("scheduled syncs", Duration.ZERO, sync::run);
    }

    @Bean
    Tick tick(SyncRuns runs, Usage usage, Jobs jobs, List<Tick.Upkeep> upkeep, InstantSource clock) {
        return new Tick(runs, usage, jobs, upkeep, clock);
    }

    @Bean
    Tick.Upkeep unusedEmbeddings(Embeddings embeddings) {
        return new Tick.Upkeep("unused embeddings", HOURLY, () -> embeddings.sweep(EMBEDDING_GRACE));
    }

    @Bean
    Tick.Upkeep countedCalls(ApiBudget budget) {
        return new Tick.Upkeep("counted calls", HOURLY, budget::sweep);
    }

    @Bean
    Tick.Upkeep expiredAccessTokens(AccessTokens tokens) {
        return new Tick.Upkeep("expired access tokens", HOURLY, tokens::sweep);
    }

    @Bean
    Tick.Upkeep unusedLinks(Authorizations authorizations) {
        return new Tick.Upkeep("unused links", HOURLY, authorizations::sweep);
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstTick(Jobs jobs) {
        return arguments -> jobs.wake(Lane.PROMPT, Tick.NAME, Tick.INSTANCE);
    }
}
