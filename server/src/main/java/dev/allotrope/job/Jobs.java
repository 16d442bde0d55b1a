package dev.allotrope.job;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Asks for jobs. Inside a transaction the request commits with it.
public final class Jobs {
    private final JdbcClient jdbc;
    private final ObjectProvider<JobSchedulers> schedulers;
    /// Instances that were woken since they last started. In memory, since one server owns the database at a time
    /// and what was running when it died runs again at once.
    private final Set<Woken> woken = ConcurrentHashMap.newKeySet();

    private record Woken(Lane lane, String name, String instance) {}

    Jobs(JdbcClient jdbc, ObjectProvider<JobSchedulers> schedulers) {
        this.jdbc = jdbc;
        this.schedulers = schedulers;
    }

    /// Has an instance run as soon as possible. When it is running now it looks for work once more before it
    /// ends; when it waits for a later time it is pulled forward.
    public void wake(Lane lane, String name, String instance) {
        enqueue(lane, name, instance);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new WakeAgain(lane, name, instance));
        } else {
            schedulers.ifAvailable(JobSchedulers::look);
        }
    }

    /// [#wake] once the open transaction has committed. It locks nothing inside, so that many transactions may
    /// wake one instance at the same time; a crash between the commit and the wake is healed by the caller's own
    /// sweep.
    public void wakeAfterCommit(Lane lane, String name, String instance) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new WakeAgain(lane, name, instance));
        } else {
            wake(lane, name, instance);
        }
    }

    /// Has an instance run if nothing is known of it; one that waits for a later time keeps waiting.
    public void wakeIfAbsent(Lane lane, String name, String instance) {
        jdbc.sql("""
                        INSERT INTO %s (task_name, task_instance, execution_time) VALUES (?, ?, clock_timestamp())
                        ON CONFLICT DO NOTHING
                        """.formatted(lane.table)).params(name, instance).update();
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

    /// A run ended and waits for a later time: what woke it while it ran pulls it forward.
    void waits(Lane lane, String name, String instance) {
        if (woken.contains(new Woken(lane, name, instance))) {
            wake(lane, name, instance);
        }
    }

    private void enqueue(Lane lane, String name, String instance) {
        // First, so that a run which ends between the two statements finds it.
        woken.add(new Woken(lane, name, instance));
        jdbc.sql("""
                        INSERT INTO %s AS job (task_name, task_instance, execution_time)
                        VALUES (?, ?, clock_timestamp())
                        ON CONFLICT (task_name, task_instance)
                        DO UPDATE SET execution_time = excluded.execution_time
                        WHERE NOT job.picked AND job.execution_time > excluded.execution_time
                        """.formatted(lane.table)).params(name, instance).update();
    }

    /// Between our insert and our commit the instance may have been running, seen no work and ended: asking once
    /// more after the commit closes that gap. A crash in between is healed by the sweep.
    private final class WakeAgain implements TransactionSynchronization {
        private final Lane lane;
        private final String name;
        private final String instance;

        WakeAgain(Lane lane, String name, String instance) {
            this.lane = lane;
            this.name = name;
            this.instance = instance;
        }

        @Override
        public void afterCommit() {
            // The committed transaction's connection is still bound to this thread, so the insert needs another one.
            Thread.ofVirtual().name("wake-" + name).start(() -> {
                enqueue(lane, name, instance);
                schedulers.ifAvailable(JobSchedulers::look);
            });
        }
    }
}
