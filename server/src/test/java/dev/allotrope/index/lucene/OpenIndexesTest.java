package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

/// Who waits for whom to open an index.
class OpenIndexesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T10:00:00Z"));
    private static final Tenant SLOW = tenant(1);
    private static final Tenant OTHER = tenant(2);
    private static final Tenant BROKEN = tenant(3);
    private static final Tenant FULL = tenant(9);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<Tenant, Folder> directories = new ConcurrentHashMap<>();
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

    @Test
    void one_that_cannot_be_written_keeps_no_other_from_its_commit_and_is_opened_again() throws IOException {
        OpenIndexes indexes = new OpenIndexes(this::open, CLOCK, 8);
        write(indexes, FULL);
        write(indexes, OTHER);
        Objects.requireNonNull(directories.get(FULL)).full = true;

        assertThatThrownBy(() -> indexes.upkeep(Duration.ZERO)).isInstanceOf(IOException.class);

        assertThat(committed(OTHER)).isEqualTo("1");
        try (OpenIndexes.Lease again = indexes.lease(FULL)) {
            assertThat(again.index().applied()).isEmpty();
        }
        indexes.close();
    }

    @Test
    void what_nobody_uses_is_closed_after_a_while_and_a_glance_is_no_use() throws IOException {
        Instant[] now = {CLOCK.instant()};
        OpenIndexes indexes = new OpenIndexes(this::open, () -> now[0], 8);
        write(indexes, OTHER);
        now[0] = now[0].plus(OpenIndexes.IDLE_AFTER).plusSeconds(1);
        assertThat(indexes.ifOpen(OTHER).flatMap(LuceneTenant::applied)).contains(head(1));

        indexes.upkeep(Duration.ofHours(1));

        assertThat(indexes.size()).isZero();
        assertThat(indexes.ifOpen(OTHER)).isEmpty();
        assertThat(committed(OTHER)).isEqualTo("1");
    }

    private static void write(OpenIndexes indexes, Tenant tenant) throws IOException {
        try (OpenIndexes.Lease lease = indexes.lease(tenant)) {
            lease.index().apply(head(1), List.of(document(1, "Router", "reset")));
        }
    }

    private String committed(Tenant tenant) throws IOException {
        return SegmentInfos.readLatestCommit(directories.get(tenant))
                .getUserData()
                .get("position");
    }

    /// Stays what it is when an index over it is closed, as a folder does.
    private static final class Folder extends FilterDirectory {
        private boolean full;

        private Folder() {
            super(new ByteBuffersDirectory());
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            return super.createOutput(name, context);
        }

        @Override
        public void close() {}
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
                directories.computeIfAbsent(tenant, any -> new Folder()),
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
