package dev.allotrope.job;

import java.util.List;
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

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    JobSchedulers jobSchedulers(DataSource dataSource, JdbcClient jdbc, Jobs jobs, List<JobHandler> handlers) {
        return new JobSchedulers(dataSource, jdbc, jobs, handlers);
    }
}
