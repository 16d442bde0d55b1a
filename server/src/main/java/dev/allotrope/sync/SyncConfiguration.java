package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.connect.oauth.Authorizations;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Uploads;
import dev.allotrope.library.item.Items;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Patience;
import dev.allotrope.source.Source;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.sync.files.ArticleImages;
import dev.allotrope.sync.files.FileStage;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.key.AccessTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
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
    Watches watches(Transactions transactions, JdbcClient jdbc) {
        return new Watches(transactions, jdbc);
    }

    @Bean
    RemovalGuard removalGuard(
            @Value("${ALLOTROPE_REMOVAL_GUARD_PERCENT:20}") String percent,
            @Value("${ALLOTROPE_REMOVAL_GUARD_FILES:25}") String files) {
        return new RemovalGuard(
                number("ALLOTROPE_REMOVAL_GUARD_PERCENT", percent, 0, 100),
                number("ALLOTROPE_REMOVAL_GUARD_FILES", files, 0, RemovalGuard.MAX_FLOOR));
    }

    @Bean
    Stages.Holdings holdings(
            Items items, Intake intake, Documents documents, RemovalGuard guard, Watches watches, FileStage files) {
        return new Stages.Holdings(items, intake, documents, guard, watches, files);
    }

    @Bean
    ArticleImages.Calls callsForImages(ApiBudget budget) {
        return new ArticleImages.Calls() {
            @Override
            public <T> T with(Tenant tenant, ConnectionId connection, Function<Grant, T> work) {
                return budget.within(tenant, connection, work);
            }
        };
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
    ApiBudget apiBudget(
            Transactions transactions,
            JdbcClient jdbc,
            Connections connections,
            @Value("${ALLOTROPE_SALESFORCE_CALLS_PERCENT:20}") String percent) {
        return new ApiBudget(
                transactions, jdbc, connections, number("ALLOTROPE_SALESFORCE_CALLS_PERCENT", percent, 1, 100));
    }

    @Bean
    Conductor.Clock conductorClock(InstantSource clock, Patience patience) {
        return new Conductor.Clock(clock, patience);
    }

    @Bean
    Conductor conductor(
            Source source,
            SyncRuns runs,
            Connections connections,
            Stages.Holdings holdings,
            ApiBudget budget,
            Audits audits,
            Jobs jobs,
            Conductor.Clock clock) {
        Stages stages = new Stages(source, runs, connections, holdings, jobs, clock.now());
        return new Conductor(runs, stages, connections, budget, audits, clock);
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
    Uploading uploading(Transactions transactions, Uploads uploads, Jobs jobs) {
        return new Uploading(transactions, uploads, jobs);
    }

    @Bean
    ConnectionListener connectionListener(Sync sync, Connections connections, InstantSource clock) {
        return new ConnectionListener(sync, connections, clock);
    }

    @Bean
    Tick tick(SyncRuns runs, Usage usage, Jobs jobs, List<Upkeep> upkeep, InstantSource clock) {
        return new Tick(runs, usage, jobs, upkeep, clock);
    }

    @Bean
    Upkeep unusedEmbeddings(Embeddings embeddings) {
        return new Upkeep("unused embeddings", HOURLY, () -> embeddings.sweep(EMBEDDING_GRACE));
    }

    @Bean
    Upkeep countedCalls(ApiBudget budget) {
        return new Upkeep("counted calls", HOURLY, budget::sweep);
    }

    @Bean
    Upkeep expiredAccessTokens(AccessTokens tokens) {
        return new Upkeep("expired access tokens", HOURLY, tokens::sweep);
    }

    @Bean
    Upkeep unusedLinks(Authorizations authorizations) {
        return new Upkeep("unused links", HOURLY, authorizations::sweep);
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstTick(Jobs jobs) {
        return arguments -> jobs.wakeFirst(Lane.PROMPT, Tick.NAME, Tick.INSTANCE);
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for anything but a whole number in this range.
    private static int number(String name, String value, int least, int most) {
        String digits = value.strip();
        if (digits.matches("\\d{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Failure.wrongSetting(name, value, "a whole number from " + least + " to " + most);
    }
}
