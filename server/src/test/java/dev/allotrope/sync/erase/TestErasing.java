package dev.allotrope.sync.erase;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.sync.Upkeep;
import dev.allotrope.tenant.CustomerDeleted;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.TestTenants;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The job that erases deleted customers, with erasers of the test's.
public final class TestErasing {
    private TestErasing() {}

    public static JobHandler over(Deletions deletions, List<Eraser> erasers, Jobs jobs) {
        return new Erasing(deletions, erasers, jobs, InstantSource.system());
    }

    /// What deletes customers, the job that it wakes, and what wakes that job when it was lost.
    public record Wired(Deletions deletions, JobHandler job, Upkeep unfinished) {}

    /// The package as it is wired in the server.
    public static Wired wired(JdbcClient jdbc, Transactions transactions, List<Eraser> erasers, Jobs jobs) {
        List<Erasing> listeners = new ArrayList<>();
        Deletions deletions = TestTenants.deletions(jdbc, transactions, event -> {
            if (event instanceof CustomerDeleted deleted) {
                listeners.forEach(erasing -> erasing.on(deleted));
            }
        });
        Erasing erasing = new Erasing(deletions, erasers, jobs, InstantSource.system());
        listeners.add(erasing);
        return new Wired(deletions, erasing, new Upkeep("unfinished erasures", Duration.ZERO, erasing::sweep));
    }
}
