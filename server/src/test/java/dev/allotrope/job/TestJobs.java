package dev.allotrope.job;

import dev.allotrope.TestDatabase;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/// Jobs that are written down and never run.
public final class TestJobs {
    private TestJobs() {}

    public static Jobs over(TestDatabase database) {
        return new Jobs(database.jdbc(), new StaticListableBeanFactory().getBeanProvider(JobSchedulers.class));
    }
}
