package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.junit.jupiter.api.Test;

/// Whom a search does not wait for.
class LuceneTenantTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void who_searches_or_applies_waits_for_no_commit_and_the_next_one_has_it() throws Exception {
        SlowDisk disk = new SlowDisk();
        LuceneTenant tenant = LuceneTenant.open(disk, config(new TieredMergePolicy()), NOW);
        tenant.apply(head(1), List.of(document(1, "Router", "reset")));

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> commit = threads.submit(() -> commit(tenant));
            disk.begun.await();
            try {
                Future<Integer> beside = threads.submit(() -> {
                    tenant.apply(head(2), List.of(document(2, "Router", "reset")));
                    return documents(tenant);
                });
                assertThat(beside.get(1, TimeUnit.MINUTES)).isEqualTo(2);
                assertThat(commit).isNotDone();
            } finally {
                disk.ready.countDown();
            }
            commit.get(1, TimeUnit.MINUTES);
        }

        assertThat(committed(disk)).isEqualTo("1");
        commit(tenant);
        assertThat(committed(disk)).isEqualTo("2");
        tenant.close();
    }

    /// Lucene by default lets a refresh wait up to half a second for merges that it finds worth waiting for.
    @Test
    void making_a_batch_visible_waits_for_no_merge() throws IOException {
        AskedForMerges merges = new AskedForMerges();
        LuceneTenant tenant = LuceneTenant.open(new ByteBuffersDirectory(), config(merges), NOW);

        for (int position = 1; position <= 20; position++) {
            tenant.apply(head(position), List.of(document(position, "Router", "reset")));
            assertThat(documents(tenant)).isEqualTo(position);
        }

        assertThat(merges.beforeRefresh).isEmpty();
        assertThat(merges.afterwards).isNotEmpty();
        tenant.close();
    }

    @Test
    void what_was_merged_is_searched_next_and_kept_though_nothing_was_written_since() throws IOException {
        List<Runnable> merges = new ArrayList<>();
        Directory folder = new Kept();
        LuceneTenant tenant = LuceneTenant.open(folder, LuceneIndex.config(new Analyzers(), merges::add), NOW);
        for (int position = 1; position <= 12; position++) {
            tenant.apply(head(position), List.of(document(position, "Router", "reset")));
            segments(tenant);
        }
        commit(tenant);
        int before = segments(tenant);

        run(merges);

        assertThat(segments(tenant)).isLessThan(before);
        int after = segments(tenant);
        commit(tenant);
        tenant.close();
        LuceneTenant again = LuceneTenant.open(folder, LuceneIndex.config(new Analyzers(), merges::add), NOW);
        assertThat(segments(again)).isEqualTo(after);
        again.close();
    }

    @Test
    void merges_that_the_last_process_left_are_done_by_the_next() throws IOException {
        List<Runnable> merges = new ArrayList<>();
        Directory folder = new Kept();
        LuceneTenant tenant = LuceneTenant.open(folder, LuceneIndex.config(new Analyzers(), merges::add), NOW);
        for (int position = 1; position <= 12; position++) {
            tenant.apply(head(position), List.of(document(position, "Router", "reset")));
            segments(tenant);
        }
        commit(tenant);
        int before = segments(tenant);
        tenant.close();
        merges.clear();

        LuceneTenant again = LuceneTenant.open(folder, LuceneIndex.config(new Analyzers(), merges::add), NOW);
        run(merges);

        assertThat(segments(again)).isLessThan(before);
        assertThat(documents(again)).isEqualTo(12);
        again.close();
    }

    private static void run(List<Runnable> merges) {
        while (!merges.isEmpty()) {
            merges.removeFirst().run();
        }
    }

    private static int segments(LuceneTenant tenant) throws IOException {
        GroupedSearcher searcher = tenant.acquire();
        try {
            return searcher.getIndexReader().leaves().size();
        } finally {
            tenant.release(searcher);
        }
    }

    /// Stays what it is when an index over it is closed, as a folder does.
    private static final class Kept extends FilterDirectory {
        private Kept() {
            super(new ByteBuffersDirectory());
        }

        @Override
        public void close() {}
    }

    /// Each commit ends a segment, and many small ones are merged again and again while an index is filled.
    @Test
    void an_index_that_nobody_searches_is_committed_less_often() throws IOException {
        Kept disk = new Kept();
        Duration often = Duration.ofSeconds(5);
        LuceneTenant tenant = LuceneTenant.open(disk, config(new TieredMergePolicy()), NOW);
        tenant.apply(head(1), List.of(document(1, "Router", "reset")));

        tenant.commit(NOW.plus(often.multipliedBy(6)).minusMillis(1), often);
        assertThat(DirectoryReader.indexExists(disk)).isFalse();
        tenant.commit(NOW.plus(often.multipliedBy(6)), often);
        assertThat(committed(disk)).isEqualTo("1");

        documents(tenant);
        tenant.apply(head(2), List.of(document(2, "Router", "reset")));
        tenant.commit(NOW.plus(often.multipliedBy(7)), often);
        assertThat(committed(disk)).isEqualTo("2");
        tenant.close();
    }

    private static IndexWriterConfig config(MergePolicy merges) {
        return LuceneIndex.config(new Analyzers(), Runnable::run).setMergePolicy(merges);
    }

    private static String committed(Directory disk) throws IOException {
        return SegmentInfos.readLatestCommit(disk).getUserData().get("position");
    }

    private static void commit(LuceneTenant tenant) {
        try {
            tenant.commit(NOW, Duration.ZERO);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int documents(LuceneTenant tenant) throws IOException {
        GroupedSearcher searcher = tenant.acquire();
        try {
            return searcher.count(new TermQuery(Fields.PARENTS));
        } finally {
            tenant.release(searcher);
        }
    }

    /// Making a segment durable waits until the test lets it. The small file that lists the segments is none: Lucene
    /// writes it first, and lets nobody in meanwhile.
    private static final class SlowDisk extends FilterDirectory {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ready = new CountDownLatch(1);

        SlowDisk() {
            super(new ByteBuffersDirectory());
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
            if (names.stream().anyMatch(name -> !name.contains("segments"))) {
                begun.countDown();
                await(ready);
            }
            super.sync(names);
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class AskedForMerges extends FilterMergePolicy {
        private final List<MergeTrigger> beforeRefresh = new ArrayList<>();
        private final List<MergeTrigger> afterwards = new ArrayList<>();

        AskedForMerges() {
            super(new TieredMergePolicy());
        }

        @Override
        public MergeSpecification findFullFlushMerges(MergeTrigger trigger, SegmentInfos infos, MergeContext context)
                throws IOException {
            beforeRefresh.add(trigger);
            return super.findFullFlushMerges(trigger, infos, context);
        }

        @Override
        public MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos infos, MergeContext context)
                throws IOException {
            afterwards.add(trigger);
            return super.findMerges(trigger, infos, context);
        }
    }
}
