package dev.allotrope.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class JobsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JobHandler.Outcome IN_AN_HOUR = new JobHandler.Outcome.Again(Duration.ofHours(1));

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final RecordingHandler prompt = new RecordingHandler("sync", Lane.PROMPT);
    private final RecordingHandler bulk = new RecordingHandler("process", Lane.BULK);
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final Jobs jobs = new Jobs(database.jdbc(), beans.getBeanProvider(JobSchedulers.class));
    private final JobSchedulers schedulers =
            new JobSchedulers(database.dataSource(), database.jdbc(), jobs, List.of(prompt, bulk));

    JobsIT() {
        beans.addBean("schedulers", schedulers);
    }

    @AfterEach
    void stop() {
        prompt.release();
        bulk.release();
        schedulers.stop();
        database.jdbc().sql("TRUNCATE job_bulk, job_prompt, job_outbound").update();
    }

    @Test
    void an_instance_that_is_woken_runs_once_and_is_forgotten() {
        schedulers.start();

        jobs.wake(Lane.PROMPT, "sync", "1");

        awaitRuns(prompt, "1", 1);
        Await.until(SOON, () -> rows("job_prompt") == 0);
        assertThat(prompt.runs("1")).isEqualTo(1);
    }

    @Test
    void a_wake_inside_a_rolled_back_transaction_runs_nothing() {
        schedulers.start();

        assertThatThrownBy(() -> database.transactions().run(Scope.SYSTEM, () -> {
                    jobs.wake(Lane.PROMPT, "sync", "rolled back");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        database.transactions().run(Scope.SYSTEM, () -> jobs.wake(Lane.PROMPT, "sync", "committed"));

        awaitRuns(prompt, "committed", 1);
        Await.until(SOON, () -> rows("job_prompt") == 0);
        assertThat(prompt.runs("rolled back")).isZero();
    }

    @Test
    void work_that_arrives_between_the_last_look_and_the_end_is_done() {
        CountDownLatch end = prompt.holdAfterLook();
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        awaitRuns(prompt, "1", 1);

        prompt.work("1");
        jobs.wake(Lane.PROMPT, "sync", "1");
        end.countDown();

        awaitRuns(prompt, "1", 2);
        Await.until(SOON, () -> rows("job_prompt") == 0);
    }

    @Test
    void a_wake_while_it_runs_is_not_lost_when_the_run_ends_with_a_long_wait() {
        CountDownLatch end = prompt.holdAfterLook();
        prompt.answer(IN_AN_HOUR);
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        awaitRuns(prompt, "1", 1);

        jobs.wake(Lane.PROMPT, "sync", "1");
        end.countDown();

        awaitRuns(prompt, "1", 2);
    }

    @Test
    void work_that_commits_after_the_run_looked_is_done() {
        CountDownLatch end = prompt.holdAfterLook();
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        awaitRuns(prompt, "1", 1);

        database.transactions().run(Scope.SYSTEM, () -> {
            jobs.wake(Lane.PROMPT, "sync", "1");
            end.countDown();
            prompt.work("1");
        });

        awaitRuns(prompt, "1", 2);
    }

    @Test
    void a_handler_that_fails_is_tried_again_later_whatever_it_threw() {
        prompt.fail("1", new IllegalStateException("the database is away"));
        prompt.fail("2", new StackOverflowError());
        schedulers.start();

        jobs.wake(Lane.PROMPT, "sync", "1");
        jobs.wake(Lane.PROMPT, "sync", "2");

        awaitRuns(prompt, "1", 2);
        awaitRuns(prompt, "2", 2);
        Await.until(SOON, () -> rows("job_prompt") == 0);
    }

    @Test
    void prompt_jobs_run_while_every_bulk_thread_is_busy() {
        CountDownLatch end = bulk.holdAfterLook();
        schedulers.start();
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < threads + 1; i++) {
            jobs.wake(Lane.BULK, "process", "bulk-" + i);
        }
        Await.until(SOON, () -> bulk.running() == threads);

        jobs.wake(Lane.PROMPT, "sync", "1");

        awaitRuns(prompt, "1", 1);
        assertThat(bulk.running()).isEqualTo(threads);
        end.countDown();
    }

    @Test
    void who_is_woken_first_does_not_wait_behind_what_was_due_before() {
        CountDownLatch end = prompt.holdAfterLook();
        for (int i = 0; i < 200; i++) {
            jobs.wake(Lane.PROMPT, "sync", "backlog-" + i);
        }
        jobs.wakeFirst(Lane.PROMPT, "sync", "new");
        jobs.wakeFirst(Lane.PROMPT, "sync", "backlog-199");

        schedulers.start();
        Await.until(SOON, () -> prompt.running() == JobSchedulers.PROMPT_THREADS);

        assertThat(prompt.runs("new")).isEqualTo(1);
        assertThat(prompt.runs("backlog-199")).isEqualTo(1);
        end.countDown();
    }

    @Test
    void who_was_woken_first_queues_with_the_others_after_one_slice() {
        prompt.answer(IN_AN_HOUR);
        schedulers.start();

        jobs.wakeFirst(Lane.PROMPT, "sync", "1");

        Await.until(SOON, () -> waiting() == 1);
        Await.until(SOON, () -> ahead() == 0);
        assertThat(prompt.runs("1")).isEqualTo(1);
    }

    @Test
    void who_is_woken_first_while_it_runs_goes_on_ahead_of_the_others() {
        CountDownLatch end = prompt.holdAfterLook();
        prompt.answer(IN_AN_HOUR);
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        awaitRuns(prompt, "1", 1);
        jobs.wakeFirst(Lane.PROMPT, "sync", "1");
        schedulers.stop(() -> {});
        end.countDown();

        Await.until(SOON, () -> ahead() == 1);
    }

    @Test
    void what_a_dead_process_had_picked_runs_after_the_start() {
        database.jdbc().sql("""
                        INSERT INTO job_bulk (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat)
                        VALUES ('process', '1', clock_timestamp(), true, 'dead', clock_timestamp())
                        """).update();

        schedulers.start();

        awaitRuns(bulk, "1", 1);
    }

    @Test
    void again_later_waits_until_it_is_woken() {
        prompt.answer(IN_AN_HOUR);
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        awaitRuns(prompt, "1", 1);
        Await.until(SOON, () -> waiting() == 1);

        jobs.wakeIfAbsent(Lane.PROMPT, "sync", "1");
        assertThat(waiting()).isEqualTo(1);
        jobs.wake(Lane.PROMPT, "sync", "1");

        awaitRuns(prompt, "1", 2);
    }

    /// Not at the next poll, which would leave a second of every slice unused.
    @Test
    void slices_that_have_more_to_do_follow_each_other() {
        prompt.answer(JobHandler.Outcome.AGAIN);
        schedulers.start();
        jobs.wake(Lane.PROMPT, "sync", "1");
        long start = System.nanoTime();

        awaitRuns(prompt, "1", 100);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(JobSchedulers.POLLING.multipliedBy(20));
        prompt.answer(JobHandler.Outcome.DONE);
    }

    @Test
    void an_instance_never_runs_twice_at_a_time() throws Exception {
        schedulers.start();
        List<Future<?>> wakes = new ArrayList<>();
        try (ExecutorService wakers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 100; i++) {
                wakes.add(wakers.submit(() -> {
                    prompt.work("1");
                    jobs.wake(Lane.PROMPT, "sync", "1");
                }));
            }
        }
        for (Future<?> wake : wakes) {
            wake.get();
        }

        Await.until(SOON, () -> !prompt.pending("1") && rows("job_prompt") == 0);
        assertThat(prompt.mostAtOnce()).isEqualTo(1);
    }

    private static void awaitRuns(RecordingHandler handler, String instance, int runs) {
        Await.until(SOON, () -> handler.runs(instance) >= runs);
    }

    private static long waiting() {
        return count("SELECT count(*) FROM job_prompt WHERE NOT picked"
                + " AND execution_time > clock_timestamp() + interval '50 minutes'");
    }

    private static long ahead() {
        return count("SELECT count(*) FROM job_prompt WHERE priority > 0");
    }

    private static long rows(String table) {
        return count("SELECT count(*) FROM " + table);
    }

    private static long count(String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }
}
