package dev.allotrope.index.lucene;

import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.DocumentChange.Remove;
import dev.allotrope.index.Index.Head;
import dev.allotrope.kernel.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// One tenant's Lucene index while it is open. Writing is one at a time; searchers come and go beside it.
///
/// Two locks: this object's for applying and making visible, so that a searcher shows whole batches, and one for
/// committing. A commit waits for the disk, and nobody who searches or applies waits for a commit. One in the middle of
/// a batch makes part of it durable under the position before it, from where the follower brings it again.
final class LuceneTenant {
    private static final String POSITION = "position";
    private static final String MARK = "mark";
    private static final String LAYOUT = "layout";

    /// Changes whenever blocks have other fields. An index of another layout seems one of another library,
    /// so it is built again.
    private static final String PRESENT_LAYOUT = "2";

    /// While an index is searched, the writer makes batches visible; otherwise the next search does, so that filling
    /// an index that nobody searches makes few large segments and not one for each batch.
    private static final Duration SEARCHED_LATELY = Duration.ofSeconds(10);

    /// How many times as long a commit waits while nobody searches: each ends a segment, and merging many small
    /// ones takes more of the processor than all else about filling an index. After a crash the follower then has
    /// a little more to bring again.
    private static final int UNSEARCHED_PATIENCE = 6;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final BitSetProducer parents = new QueryBitSetProducer(new TermQuery(Fields.PARENTS));
    private volatile @Nullable Head applied;
    private volatile boolean stale;
    private volatile long searched = System.nanoTime() - SEARCHED_LATELY.toNanos();
    private final Object committing = new Object();
    private volatile boolean dirty;
    /// Guarded by `committing`.
    private Instant committed;

    /// Guarded by `committing`.
    private boolean closed;

    private LuceneTenant(Directory directory, IndexWriter writer, SearcherManager searchers, Instant now) {
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.applied = head(writer).orElse(null);
        this.committed = now;
    }

    /// Opens a folder at its last commit, creating it when it is not there.
    static LuceneTenant open(Path folder, IndexWriterConfig config, Instant now) throws IOException {
        return open(FSDirectory.open(folder), config, now);
    }

    static LuceneTenant open(Directory directory, IndexWriterConfig config, Instant now) throws IOException {
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config);
            LuceneTenant opened = new LuceneTenant(
                    directory, writer, new SearcherManager(writer, new GroupedSearcher.Factory()), now);
            if (config.getMergeScheduler() instanceof OneMergeAtATime merges) {
                merges.afterMerges(opened::merged);
            }
            writer.maybeMerge();
            return opened;
        } catch (IOException | RuntimeException e) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw e;
        }
    }

    /// Fewer segments are worth being searched and kept, although they say the same.
    private void merged() {
        stale = true;
        dirty = true;
    }

    Optional<Head> applied() {
        return Optional.ofNullable(applied);
    }

    /// What [#applied] will be of a folder that is not open.
    static Optional<Head> durable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Directory directory = FSDirectory.open(folder)) {
            return head(SegmentInfos.readLatestCommit(directory).getUserData());
        } catch (IndexNotFoundException e) {
            return Optional.empty();
        }
    }

    /// False once Lucene gave up writing because of an error that it cannot repair.
    boolean writable() {
        return writer.isOpen();
    }

    /// How much is to be read to [#verify].
    long bytes() throws IOException {
        long bytes = 0;
        GroupedSearcher searcher = (GroupedSearcher) searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                if (leaf.reader() instanceof SegmentReader segment) {
                    bytes += segment.getSegmentInfo().sizeInBytes();
                }
            }
        } finally {
            searchers.release(searcher);
        }
        return bytes;
    }

    /// Holds what is on the disk against its checksums. Lucene looks at little of it when it opens, and would answer
    /// from the rest whatever it says.
    void verify() throws IOException {
        GroupedSearcher searcher = (GroupedSearcher) searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                if (leaf.reader() instanceof SegmentReader segment) {
                    segment.checkIntegrity();
                }
            }
        } finally {
            searchers.release(searcher);
        }
    }

    synchronized void apply(Head head, List<DocumentChange> changes) throws IOException {
        for (DocumentChange change : changes) {
            switch (change) {
                case Put put when !put.chunks().isEmpty() -> writer.updateDocuments(Blocks.of(put), Blocks.block(put));
                case Put put -> writer.deleteDocuments(Blocks.of(put));
                case Remove remove -> writer.deleteDocuments(Blocks.of(remove));
            }
        }
        stale |= !changes.isEmpty();
        if (searchedLately()) {
            refresh();
        }
        writer.setLiveCommitData(
                Map.of(POSITION, Long.toString(head.position().value()), MARK, head.mark(), LAYOUT, PRESENT_LAYOUT)
                        .entrySet());
        applied = head;
        dirty = true;
    }

    /// Makes durable what is not, if the last commit is older than `interval`, or than six times that while nobody
    /// searches.
    void commit(Instant now, Duration interval) throws IOException {
        Duration patience = searchedLately() ? interval : interval.multipliedBy(UNSEARCHED_PATIENCE);
        synchronized (committing) {
            if (!closed && dirty && !now.isBefore(committed.plus(patience))) {
                dirty = false;
                commit();
                committed = now;
            }
        }
    }

    private boolean searchedLately() {
        return System.nanoTime() - searched < SEARCHED_LATELY.toNanos();
    }

    private void commit() throws IOException {
        try {
            writer.commit();
        } catch (IOException | RuntimeException e) {
            dirty = true;
            throw e;
        }
    }

    /// A searcher that shows every batch applied so far, and none in part.
    GroupedSearcher acquire() throws IOException {
        searched = System.nanoTime();
        if (stale) {
            refresh();
        }
        return (GroupedSearcher) searchers.acquire();
    }

    void release(IndexSearcher searcher) throws IOException {
        searchers.release(searcher);
    }

    BitSetProducer parents() {
        return parents;
    }

    private synchronized void refresh() throws IOException {
        if (stale) {
            searchers.maybeRefreshBlocking();
            stale = false;
        }
    }

    /// Closes at the last commit, without waiting for merges.
    synchronized void close() throws IOException {
        synchronized (committing) {
            if (closed) {
                return;
            }
            closed = true;
            try (directory;
                    searchers) {
                writer.rollback();
            }
        }
    }

    private static Optional<Head> head(IndexWriter writer) {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data == null) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        data.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return head(values);
    }

    private static Optional<Head> head(Map<String, String> values) {
        String position = values.get(POSITION);
        String mark = values.get(MARK);
        if (position == null || mark == null) {
            return Optional.empty();
        }
        String layout = values.get(LAYOUT);
        String trusted = PRESENT_LAYOUT.equals(layout) ? mark : "of layout " + layout;
        return Optional.of(new Head(new Position(Long.parseLong(position)), trusted));
    }
}
