package dev.allotrope.sync.schedule;

import dev.allotrope.connect.Connections;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.sync.ApiBudget;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {
    @Bean
    ScheduledSync scheduledSync(
            Transactions transactions,
            ScheduledSync.Plans plans,
            Connections connections,
            Settings settings,
            Sync sync,
            ScheduledSync.Clock clock) {
        return new ScheduledSync(transactions, plans, connections, settings, sync, clock);
    }

    @Bean
    ScheduledSync.Plans plans(Schedules schedules, Checks checks) {
        return new ScheduledSync.Plans(schedules, checks);
    }

    @Bean
    Checks checks(Watches watches, ApiBudget budget, Sync sync, Connections connections, ScheduledSync.Clock clock) {
        return new Checks(
                watches,
                budget,
                sync,
                connection -> Optional.ofNullable(connections
                                .settings(connection.tenant(), connection.id())
                                .checkInterval())
                        .map(clock::scaled));
    }

    @Bean
    Schedules schedules(Transactions transactions, JdbcClient jdbc) {
        return new Schedules(transactions, jdbc);
    }

    @Bean
    ScheduledSync.Clock scheduledSyncClock(
            @Value("${ALLOTROPE_DEV_HOUR_SECONDS:3600}") String seconds, InstantSource clock) {
        return ScheduledSync.Clock.of(seconds, clock);
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner firstSchedule(Jobs jobs) {
        return arguments -> jobs.wakeFirst(Lane.PROMPT, ScheduledSync.NAME, ScheduledSync.INSTANCE);
    }
}
