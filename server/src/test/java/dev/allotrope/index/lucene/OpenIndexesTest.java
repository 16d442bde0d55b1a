package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

/// Who waits for whom to open an index.
class OpenIndexesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T10:00:00Z"));
    private static final Tenant SLOW = tenant(1);
    private static final Tenant OTHER = tenant(2);
    private static final Tenant BROKEN = tenant(3);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final List<Tenant> opened = new CopyOnWriteArrayList<>();

    @Test
    void an_index_that_is_slow_to_open_keeps_no_other_tenant_waiting() throws Exception {
        OpenIndexes indexes = new OpenIndexes(this::open, CLOCK, 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> slow = threads.submit(() -> leaseAndRelease(indexes, SLOW));
            begun.await();
            Future<?> alike = threads.submit(() -> leaseAndRelease(indexes, SLOW));
            try {
                threads.submit(() -> leaseAndRelease(indexes, OTHER)).get(1, TimeUnit.MINUTES);
                threads.submit(() -> abandon(indexes, OTHER)).get(1, TimeUnit.MINUTES);
                assertThat(slow).isNotDone();
                assertThat(alike).isNotDone();
            } finally {
                ready.countDown();
            }
            slow.get(1, TimeUnit.MINUTES);
            alike.get(1, TimeUnit.MINUTES);
        }

        assertThat(opened).containsExactlyInAnyOrder(SLOW, OTHER);
        indexes.close();
        assertThat(indexes.size()).isZero();
    }

    @Test
    void what_could_not_be_opened_is_tried_again() {
        OpenIndexes indexes = new OpenIndexes(this::open, CLOCK, 1);

        assertThatThrownBy(() -> indexes.lease(BROKEN)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> indexes.lease(BROKEN)).isInstanceOf(IOException.class);

        assertThat(indexes.size()).isZero();
    }

    @Test
    void an_index_in_use_stays_open_beside_more_than_there_is_room_for() throws IOException {
        OpenIndexes indexes = new OpenIndexes(this::open, CLOCK, 1);

        OpenIndexes.Lease used = indexes.lease(OTHER);
        indexes.lease(tenant(4)).close();
        assertThat(indexes.size()).isEqualTo(2);

        used.close();
        indexes.lease(tenant(5)).close();
        assertThat(indexes.size()).isEqualTo(1);
        indexes.close();
    }

    @Test
    void an_abandoned_index_is_opened_again_by_the_next_user_after_what_was_done_meanwhile() throws IOException {
        OpenIndexes indexes = new OpenIndexes(this::open, CLOCK, 8);
        OpenIndexes.Lease before = indexes.lease(OTHER);

        indexes.abandon(OTHER, () -> assertThat(opened).containsExactly(OTHER));
        OpenIndexes.Lease after = indexes.lease(OTHER);

        assertThat(after.index()).isNotSameAs(before.index());
        before.close();
        assertThat(indexes.size()).isEqualTo(1);
        after.close();
        indexes.close();
    }

    private LuceneTenant open(Tenant tenant) throws IOException {
        if (tenant.equals(BROKEN)) {
            throw new IOException("broken");
        }
        if (tenant.equals(SLOW)) {
            begun.countDown();
            await();
        }
        opened.add(tenant);
        return LuceneTenant.open(
                new ByteBuffersDirectory(),
                LuceneIndex.config(new Analyzers(), Runnable::run).setMergePolicy(new TieredMergePolicy()),
                CLOCK.instant());
    }

    private void await() throws IOException {
        try {
            assertThat(ready.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Void leaseAndRelease(OpenIndexes indexes, Tenant tenant) throws IOException {
        indexes.lease(tenant).close();
        return null;
    }

    private static Void abandon(OpenIndexes indexes, Tenant tenant) throws IOException {
        indexes.abandon(tenant);
        return null;
    }
}
