package dev.allotrope.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Asks for jobs. Inside a transaction the request commits with it.
public final class Jobs {
    static final int ORDINARY = 0;
    static final int FIRST = 1;

    private final JdbcClient jdbc;
    private final ObjectProvider<JobSchedulers> schedulers;
    /// Instances that were woken since they last started, and with which priority. In memory, since one server owns the
    /// database at a time and what was running when it died runs again at once.
    private final Map<Woken, Integer> woken = new ConcurrentHashMap<>();

    private record Woken(Lane lane, String name, String instance) {}

    Jobs(JdbcClient jdbc, ObjectProvider<JobSchedulers> schedulers) {
        this.jdbc = jdbc;
        this.schedulers = schedulers;
    }

    /// Has an instance run as soon as possible. When it is running now it looks for work once more before it
    /// ends; when it waits for a later time it is pulled forward.
    public void wake(Lane lane, String name, String instance) {
        wake(new Woken(lane, name, instance), ORDINARY);
    }

    /// [#wake], ahead of whatever else is due in the lane. That is for one slice: what is left afterwards
    /// queues with the others.
    public void wakeFirst(Lane lane, String name, String instance) {
        wake(new Woken(lane, name, instance), FIRST);
    }

    private void wake(Woken job, int priority) {
        enqueue(job, priority);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new WakeAgain(job, priority));
        } else {
            schedulers.ifAvailable(JobSchedulers::look);
        }
    }

    /// [#wake] once the open transaction has committed. It locks nothing inside, so that many transactions may
    /// wake one instance at the same time; a crash between the commit and the wake is healed by the caller's own
    /// sweep.
    public void wakeAfterCommit(Lane lane, String name, String instance) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new WakeAgain(new Woken(lane, name, instance), ORDINARY));
        } else {
            wake(lane, name, instance);
        }
    }

    /// Has an instance run if nothing is known of it; one that waits for a later time keeps waiting.
    public void wakeIfAbsent(Lane lane, String name, String instance) {
        wakeIfAbsent(lane, name, List.of(instance));
    }

    /// The same for many at once.
    public void wakeIfAbsent(Lane lane, String name, List<String> instances) {
        jdbc.sql("""
                        INSERT INTO %s (task_name, task_instance, execution_time)
                        SELECT ?, instance, clock_timestamp() FROM unnest(?) AS asked (instance)
                        ON CONFLICT DO NOTHING
                        """.formatted(lane.table))
                .params(name, instances.toArray(String[]::new))
                .update();
    }

    /// How long the job that waited longest could have run by now.
    Duration delay(Lane lane) {
        double seconds = jdbc.sql("""
                        SELECT coalesce(extract(epoch FROM clock_timestamp() - min(execution_time)), 0) FROM %s
                        WHERE NOT picked AND execution_time <= clock_timestamp()""".formatted(lane.table)).query(Double.class).single();
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /// A run begins: it sees all the work that it was woken for before.
    void started(Lane lane, String name, String instance) {
        woken.remove(new Woken(lane, name, instance));
    }

    /// A slice ended and there is more to do, as soon as others had their turn.
    void goesOn(JobHandler handler, String instance) {
        setPriority(handler, instance, nextPriority(handler, instance));
    }

    /// A run ended and waits for a later time: what woke it while it ran pulls it forward.
    void waits(JobHandler handler, String instance) {
        Integer priority = woken.get(new Woken(handler.lane(), handler.name(), instance));
        setPriority(handler, instance, standing(handler));
        if (priority != null) {
            wake(new Woken(handler.lane(), handler.name(), instance), priority);
        }
    }

    /// A run ended with nothing left to do, and its row is gone, but there is work.
    void wakeAgain(JobHandler handler, String instance) {
        wake(new Woken(handler.lane(), handler.name(), instance), nextPriority(handler, instance));
    }

    private int nextPriority(JobHandler handler, String instance) {
        return Math.max(
                standing(handler), woken.getOrDefault(new Woken(handler.lane(), handler.name(), instance), ORDINARY));
    }

    private static int standing(JobHandler handler) {
        return handler.first() ? FIRST : ORDINARY;
    }

    private void setPriority(JobHandler handler, String instance, int priority) {
        jdbc.sql("""
                        UPDATE %s SET priority = :priority
                        WHERE task_name = :name AND task_instance = :instance AND NOT picked AND priority <> :priority
                        """.formatted(handler.lane().table))
                .param("priority", priority)
                .param("name", handler.name())
                .param("instance", instance)
                .update();
    }

    private void enqueue(Woken job, int priority) {
        // First, so that a run which ends between the two statements finds it.
        woken.merge(job, priority, Math::max);
        jdbc.sql("""
                        INSERT INTO %s AS job (task_name, task_instance, execution_time, priority)
                        VALUES (?, ?, clock_timestamp(), ?)
                        ON CONFLICT (task_name, task_instance)
                        DO UPDATE SET execution_time = least(job.execution_time, excluded.execution_time),
                            priority = greatest(job.priority, excluded.priority)
                        WHERE NOT job.picked
                          AND (job.execution_time > excluded.execution_time OR job.priority < excluded.priority)
                        """.formatted(job.lane().table))
                .params(job.name(), job.instance(), priority)
                .update();
    }

    /// Between our insert and our commit the instance may have been running, seen no work and ended: asking once
    /// more after the commit closes that gap. A crash in between is healed by the sweep.
    private final class WakeAgain implements TransactionSynchronization {
        private final Woken job;
        private final int priority;

        WakeAgain(Woken job, int priority) {
            this.job = job;
            this.priority = priority;
        }

        @Override
        public void afterCommit() {
            // The committed transaction's connection is still bound to this thread, so the insert needs another one.
            Thread.ofVirtual().name("wake-" + job.name()).start(() -> {
                enqueue(job, priority);
                schedulers.ifAvailable(JobSchedulers::look);
            });
        }
    }
}
