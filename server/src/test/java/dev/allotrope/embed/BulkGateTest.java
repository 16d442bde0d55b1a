package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BulkGateTest {
    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final BulkGate gate = new BulkGate(2, clock::get);

    @Test
    void all_workers_run_while_nobody_asks() {
        assertThat(gate.allowed()).isEqualTo(2);
    }

    @Test
    void one_core_is_kept_free_for_two_seconds_after_a_query() {
        gate.queryCame();
        assertThat(gate.allowed()).isEqualTo(1);

        clock.addAndGet(Duration.ofMillis(1_999).toNanos());
        assertThat(gate.allowed()).isEqualTo(1);

        clock.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(gate.allowed()).isEqualTo(2);
    }

    @Test
    void one_worker_always_runs() {
        BulkGate single = new BulkGate(1, clock::get);

        single.queryCame();

        assertThat(single.allowed()).isEqualTo(1);
    }

    @Test
    void a_worker_waits_until_another_leaves() throws InterruptedException, ExecutionException, TimeoutException {
        gate.queryCame();
        gate.enter();
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                gate.enter();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(second).isNotDone();

        gate.leave();

        second.get(1, TimeUnit.MINUTES);
        assertThat(gate.allowed()).isEqualTo(1);
    }
}
