package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Patience;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.sync.audit.Proof;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Walks the runs of a connection from stage to stage, one slice at a time. Each step asks the source first and
/// then writes what it learned together with the checkpoint, in one transaction: a crash repeats the step and
/// changes nothing twice.
final class Conductor implements JobHandler {
    /// How often a run is taken up again when the source is down, before it fails. Waiting for an allowance does
    /// not count.
    static final int MAX_ATTEMPTS = 8;

    static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    static final Duration LAST_DELAY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);

    private final SyncRuns runs;
    private final Stages stages;
    private final Connections connections;
    private final ApiBudget budget;
    private final Audits audits;
    private final Clock clock;

    Conductor(SyncRuns runs, Stages stages, Connections connections, ApiBudget budget, Audits audits, Clock clock) {
        this.runs = runs;
        this.stages = stages;
        this.connections = connections;
        this.budget = budget;
        this.audits = audits;
        this.clock = clock;
    }

    /// What time it is, and how long runs wait for a source.
    record Clock(InstantSource now, Patience patience) {
        Instant instant() {
            return now.instant();
        }
    }

    @Override
    public String name() {
        return SyncJob.NAME;
    }

    @Override
    public Lane lane() {
        return Lane.PROMPT;
    }

    @Override
    public boolean pending(String instance) {
        SyncJob job = SyncJob.parse(instance);
        return runs.next(job.tenant(), job.connection()).isPresent();
    }

    @Override
    public Outcome run(String instance) {
        SyncJob job = SyncJob.parse(instance);
        Optional<SyncRun> taken = runs.take(job.tenant(), job.connection());
        if (taken.isEmpty()) {
            return runs.next(job.tenant(), job.connection()).map(this::later).orElse(Outcome.DONE);
        }
        slice(taken.get());
        return Outcome.AGAIN;
    }

    private Outcome later(Instant next) {
        Duration wait = Duration.between(clock.instant(), next);
        return new Outcome.Again(wait.isNegative() ? Duration.ZERO : wait);
    }

    private void slice(SyncRun run) {
        RunMeter meter = budget.meter(run);
        try {
            walk(run, connections.grant(run.tenant(), run.connection(), meter), meter);
        } catch (SyncRuns.Superseded e) {
            LOG.info("{}: whoever took it goes on", e.getMessage());
        } catch (Failure failure) {
            stopped(run, failure);
        }
    }

    private void walk(SyncRun taken, Grant grant, RunMeter meter) {
        Instant end = clock.instant().plus(SLICE);
        RunMeter.Account account =
                new RunMeter.Account(new RunMeter.Account.Books(runs, budget, audits), meter, clock.now());
        SyncRun run = taken;
        while (!run.finished() && clock.instant().isBefore(end)) {
            SyncRun now = run;
            run = account.step(now, () -> step(now, grant));
        }
    }

    private SyncRun step(SyncRun run, Grant grant) {
        return switch (run.stage()) {
            case PROBE -> stages.probe(run, grant);
            case LIST -> stages.list(run, grant);
            case RESOLVE -> stages.resolve(run, grant);
            case FETCH -> stages.fetch(run, grant);
            case CONFIRM -> stages.confirm(run, grant);
            case REMOVE -> stages.remove(run);
            case PROVE -> prove(run, grant);
            case FILES -> stages.files(run, grant);
        };
    }

    /// Everything is committed by now: a source that does not count leaves the run as it is.
    private SyncRun prove(SyncRun run, Grant grant) {
        Proof proof = audits.prove(run.tenant(), run, grant);
        return runs.checkpoint(run, () -> {
            audits.proved(run.tenant(), run.id(), proof);
            return stages.documentsDone(run, SyncRun.Counts.NONE);
        });
    }

    private void stopped(SyncRun run, Failure failure) {
        int attempts = attempts(run);
        switch (failure.retry()) {
            case Retry.After after when waitsForAllowance(failure) -> await(run, failure, after.delay());
            case Retry.After after
            when attempts < MAX_ATTEMPTS -> await(run, failure, longer(after.delay(), backoff(attempts)));
            case Retry.After _, Retry.Never _, Retry.AfterReauthorization _ -> fail(run, failure);
        }
    }

    /// As they stand now: a step that got on since the run was taken begins to count anew.
    private int attempts(SyncRun taken) {
        return runs.find(taken.tenant(), taken.id()).map(SyncRun::attempts).orElse(taken.attempts());
    }

    private void await(SyncRun run, Failure failure, Duration delay) {
        Instant until = clock.instant().plus(clock.patience().pause(delay));
        LOG.warn("run {} of connection {} waits until {}: {}", run.id(), run.connection(), until, failure.getMessage());
        if (waitsForAllowance(failure)) {
            runs.awaitAllowance(run, until, failure.getMessage());
        } else {
            runs.await(run, until, failure.getMessage());
        }
    }

    private void fail(SyncRun run, Failure failure) {
        LOG.warn(
                "run {} of connection {} failed: {}",
                run.id(),
                run.connection(),
                failure.getMessage(),
                failure.getCause());
        stages.failed(run, failure.getMessage());
    }

    private static boolean waitsForAllowance(Failure failure) {
        return failure.code() == ErrorCode.SOURCE_RATE_LIMITED || failure.code() == ErrorCode.SOURCE_BUDGET_SPENT;
    }

    private static Duration backoff(int attempts) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(attempts, 10));
        return delay.compareTo(LAST_DELAY) > 0 ? LAST_DELAY : delay;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
