package dev.allotrope.job;

import dev.allotrope.TestDatabase;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Jobs that are written down and never run.
public final class TestJobs {
    private TestJobs() {}

    public static Jobs over(TestDatabase database) {
        return over(database.jdbc());
    }

    public static Jobs over(JdbcClient jdbc) {
        return new Jobs(jdbc, new StaticListableBeanFactory().getBeanProvider(JobSchedulers.class));
    }
}
