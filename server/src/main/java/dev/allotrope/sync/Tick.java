package dev.allotrope.sync;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.sync.process.Processing;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The heartbeat of everything that nobody asks for: wakes work whose request was lost in a crash, and runs upkeep
/// when it is due.
final class Tick implements JobHandler {
    static final String NAME = "tick";
    static final String INSTANCE = "tick";
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Tick.class);

    private final SyncRuns runs;
    private final Usage usage;
    private final Jobs jobs;
    private final List<Upkeep> upkeep;
    private final InstantSource clock;
    private final Map<String, Instant> done = new HashMap<>();

    Tick(SyncRuns runs, Usage usage, Jobs jobs, List<Upkeep> upkeep, InstantSource clock) {
        this.runs = runs;
        this.usage = usage;
        this.jobs = jobs;
        // What is due at every tick does not wait for what is rare and may take long.
        this.upkeep =
                upkeep.stream().sorted(Comparator.comparing(Upkeep::every)).toList();
        this.clock = clock;
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
    public boolean first() {
        return true;
    }

    @Override
    public boolean pending(String instance) {
        return true;
    }

    @Override
    public Outcome run(String instance) {
        jobs.wakeIfAbsent(
                Lane.PROMPT,
                SyncJob.NAME,
                runs.open().stream().map(SyncJob::instance).toList());
        jobs.wakeIfAbsent(
                Lane.BULK,
                Processing.NAME,
                usage.tenantsAwaiting("PROCESS", "EXTRACT").stream()
                        .map(Tenant::toString)
                        .toList());
        upkeep.stream().filter(this::due).forEach(this::keepUp);
        return new Outcome.Again(INTERVAL);
    }

    private boolean due(Upkeep work) {
        Instant last = done.get(work.name());
        return last == null || !clock.instant().isBefore(last.plus(work.every()));
    }

    /// A work that fails is tried again when it is due the next time, and keeps nothing else from being done.
    private void keepUp(Upkeep work) {
        done.put(work.name(), clock.instant());
        try {
            work.work().run();
        } catch (RuntimeException e) {
            LOG.warn("could not do the upkeep of {}; trying again in {}", work.name(), work.every(), e);
        }
    }
}
