package dev.allotrope.job;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    @Bean
    Jobs jobs(JdbcClient jdbc, ObjectProvider<JobSchedulers> schedulers) {
        return new Jobs(jdbc, schedulers);
    }

    /// Small and steady while the node keeps up.
    @Bean
    MeterBinder jobMeters(Jobs jobs) {
        return registry -> {
            for (Lane lane : Lane.values()) {
                Gauge.builder(
                                "allotrope.jobs.delay",
                                jobs,
                                each -> each.delay(lane).toMillis() / 1_000.0)
                        .description("how long the job that waited longest could have run by now")
                        .baseUnit("seconds")
                        .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        };
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    JobSchedulers jobSchedulers(DataSource dataSource, JdbcClient jdbc, Jobs jobs, List<JobHandler> handlers) {
        return new JobSchedulers(dataSource, jdbc, jobs, handlers);
    }
}
