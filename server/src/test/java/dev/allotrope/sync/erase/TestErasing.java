package dev.allotrope.sync.erase;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import java.time.InstantSource;
import java.util.List;

/// The job that erases deleted customers, with erasers of the test's.
public final class TestErasing {
    private TestErasing() {}

    public static JobHandler over(Deletions deletions, List<Eraser> erasers, Jobs jobs) {
        return new Erasing(deletions, erasers, jobs, InstantSource.system());
    }
}
