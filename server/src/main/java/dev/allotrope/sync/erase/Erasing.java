package dev.allotrope.sync.erase;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.tenant.CustomerDeleted;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.springframework.context.event.EventListener;

/// Erases what every package holds of a deleted customer, slice by slice, until the customer's own row can go.
final class Erasing implements JobHandler {
    static final String NAME = "erase";
    /// When to look again after rows were written meanwhile.
    static final Duration AGAIN = Duration.ofSeconds(1);

    private final Deletions deletions;
    private final List<Eraser> erasers;
    private final Jobs jobs;
    private final InstantSource clock;

    Erasing(Deletions deletions, List<Eraser> erasers, Jobs jobs, InstantSource clock) {
        this.deletions = deletions;
        this.erasers =
                erasers.stream().sorted(Comparator.comparing(Eraser::stage)).toList();
        this.jobs = jobs;
        this.clock = clock;
    }

    /// In the transaction that deletes the customer.
    @EventListener
    void on(CustomerDeleted event) {
        jobs.wake(lane(), NAME, event.tenant().toString());
    }

    /// Wakes erasures whose job was lost, such as by a restored backup.
    void sweep() {
        deletions.unfinished().forEach(tenant -> jobs.wakeIfAbsent(lane(), NAME, tenant.toString()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.PROMPT;
    }

    @Override
    public boolean pending(String instance) {
        return deletions.unfinished(Tenant.parse(instance));
    }

    @Override
    public Outcome run(String instance) {
        Tenant tenant = Tenant.parse(instance);
        if (!deletions.unfinished(tenant)) {
            return Outcome.DONE;
        }
        Instant end = clock.instant().plus(SLICE);
        for (Eraser eraser : erasers) {
            while (eraser.work().test(tenant)) {
                if (!clock.instant().isBefore(end)) {
                    return Outcome.AGAIN;
                }
            }
        }
        return deletions.finish(tenant) ? Outcome.DONE : new Outcome.Again(AGAIN);
    }
}
