package dev.allotrope.index.lucene;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Merges segments of all tenants on one thread, in turns, so that merging never takes more than one core; the
/// thread gives way to queries.
final class OneMergeAtATime extends MergeScheduler {
    private static final Logger log = LoggerFactory.getLogger(OneMergeAtATime.class);

    private final Executor thread;
    private volatile Runnable merged = () -> {};

    OneMergeAtATime(Executor thread) {
        this.thread = thread;
    }

    /// Has somebody told of each merge that is done.
    void afterMerges(Runnable told) {
        merged = told;
    }

    @Override
    public void merge(MergeSource source, MergeTrigger trigger) {
        if (source.hasPendingMerges()) {
            thread.execute(() -> mergeOne(source));
        }
    }

    private void mergeOne(MergeSource source) {
        try {
            MergePolicy.OneMerge merge = source.getNextMerge();
            if (merge != null) {
                source.merge(merge);
                merged.run();
                merge(source, MergeTrigger.MERGE_FINISHED);
            }
        } catch (AlreadyClosedException e) {
            log.debug("merge given up: its index was closed", e);
        } catch (IOException | RuntimeException e) {
            log.warn("could not merge index segments: {}; the next write tries again", e.toString());
        }
    }
}
