package dev.allotrope.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs jobs on this node: one scheduler a lane.
final class JobSchedulers implements SmartLifecycle {
    static final int PROMPT_THREADS = 4;
    static final int OUTBOUND_THREADS = 32;
    static final Duration POLLING = Duration.ofSeconds(1);
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    static final int MISSED_HEARTBEATS = 4;
    static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(15);
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofMinutes(5);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final List<JobHandler> handlers;
    private final List<Scheduler> schedulers = new ArrayList<>();
    private volatile boolean running;

    JobSchedulers(DataSource dataSource, JdbcClient jdbc, Jobs jobs, List<JobHandler> handlers) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.handlers = handlers;
    }

    @Override
    public void start() {
        for (Lane lane : Lane.values()) {
            releaseOrphans(lane);
            Scheduler scheduler = scheduler(lane);
            scheduler.start();
            schedulers.add(scheduler);
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        schedulers.forEach(Scheduler::stop);
        schedulers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Looks for due jobs now instead of at the next poll.
    void look() {
        if (running) {
            schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
        }
    }

    /// One server owns the database at a time, so whatever is picked when we start was picked by a process that died.
    private void releaseOrphans(Lane lane) {
        jdbc.sql("UPDATE %s SET picked = false, picked_by = NULL, last_heartbeat = NULL WHERE picked"
                        .formatted(lane.table))
                .update();
    }

    private Scheduler scheduler(Lane lane) {
        List<Task<?>> tasks = handlers.stream()
                .filter(handler -> handler.lane() == lane)
                .<Task<?>>map(this::task)
                .toList();
        return Scheduler.create(dataSource, tasks)
                .tableName(lane.table)
                .schedulerName(new SchedulerName.Fixed(lane.table + "-" + UUID.randomUUID()))
                .threads(threads(lane))
                .pollUsingLockAndFetch(0.5, 1.0)
                .enablePriority()
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN_WAIT)
                .build();
    }

    private static int threads(Lane lane) {
        return switch (lane) {
            case BULK -> Runtime.getRuntime().availableProcessors();
            case PROMPT -> PROMPT_THREADS;
            case OUTBOUND -> OUTBOUND_THREADS;
        };
    }

    private Task<Void> task(JobHandler handler) {
        return Tasks.custom(handler.name(), Void.class)
                .onFailure(later())
                .onDeadExecutionRevive()
                .execute((job, context) -> completion(handler, job.getId(), run(handler, job.getId())));
    }

    private JobHandler.Outcome run(JobHandler handler, String instance) {
        jobs.started(handler.lane(), handler.name(), instance);
        return handler.run(instance);
    }

    private CompletionHandler<Void> completion(JobHandler handler, String instance, JobHandler.Outcome outcome) {
        return switch (outcome) {
            // Without a look it would wait for the next poll, and up to a second of every slice would be lost.
            case JobHandler.Outcome.AtOnce _ ->
                (complete, operations) -> {
                    operations.reschedule(complete, complete.getTimeDone());
                    jobs.goesOn(handler, instance);
                    look();
                };
            case JobHandler.Outcome.Again again ->
                (complete, operations) -> {
                    operations.reschedule(complete, complete.getTimeDone().plus(again.delay()));
                    jobs.waits(handler, instance);
                };
            case JobHandler.Outcome.Done _ ->
                (complete, operations) -> {
                    operations.remove();
                    if (handler.pending(instance)) {
                        jobs.wakeAgain(handler, instance);
                    }
                };
        };
    }

    private static FailureHandler<Void> later() {
        return (complete, operations) -> operations.reschedule(complete, retryTime(complete));
    }

    private static Instant retryTime(ExecutionComplete complete) {
        int failures = Math.min(complete.getExecution().consecutiveFailures, 10);
        Duration delay = FIRST_RETRY.multipliedBy(1L << failures);
        return complete.getTimeDone().plus(delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay);
    }
}
