package dev.allotrope.salesforce;

import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Ahead;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.ItemRef;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// Fetches ahead of its reader, a batch at a time, and sizes the batches so that an answer has about 8 MB. Holds
/// the batch being read and at most [#AHEAD] more, or [#SMALL_AHEAD] small ones. For one thread; closing it stops what
/// is under way.
final class BodyStream implements Iterator<Fetched>, AutoCloseable {
    /// How many batches of two requests each may be under way or waiting.
    static final int AHEAD = 2;
    /// The same for batches of one request, which are small.
    static final int SMALL_AHEAD = SalesforceRest.MAX_PARALLEL;
    /// The size of the first batch, before it is known how long the org's articles are.
    static final int FIRST_BATCH = 200;
    /// How long an answer should be, in bytes of JSON.
    static final long AIM = 8L << 20;

    private final List<ItemRef> refs;
    private final Function<List<ItemRef>, Batch> fetch;
    private final LongConsumer learned;
    private final Deque<Ahead<Batch>> ahead = new ArrayDeque<>();
    private Iterator<Fetched> current = List.<Fetched>of().iterator();
    private int started;
    private int size = FIRST_BATCH;
    private int limit = FIRST_BATCH;
    private int most = AHEAD;
    private boolean sized;

    /// The answers of a batch, made when they are read, and the rows and bytes behind them. `most` is how many the
    /// org gives at once.
    record Batch(Iterator<Fetched> answers, int rows, long bytes, int most) {}

    /// `refs` are put in the order of their external ids, so that a batch is a range of neighbours. `length` is what an
    /// article was found to take before, in bytes of JSON; `learned` is told what it is now.
    BodyStream(List<ItemRef> refs, Function<List<ItemRef>, Batch> fetch, OptionalLong length, LongConsumer learned) {
        this.refs = refs.stream()
                .distinct()
                .sorted(Comparator.comparing(ItemRef::externalId).thenComparing(ItemRef::revisionId))
                .toList();
        this.fetch = fetch;
        this.learned = learned;
        length.ifPresent(each -> resize(each, Bodies.MAX_IDS));
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && (started < refs.size() || !ahead.isEmpty())) {
            start();
            Batch batch = ahead.removeFirst().join();
            learn(batch);
            start();
            current = batch.answers();
        }
        return current.hasNext();
    }

    @Override
    public Fetched next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    @Override
    public void close() {
        ahead.forEach(Ahead::cancel);
        ahead.clear();
        started = refs.size();
    }

    /// Until it is known how long articles are, one batch is enough.
    private void start() {
        while (started < refs.size() && ahead.size() < (sized ? most : 1)) {
            List<ItemRef> batch = refs.subList(started, Math.min(refs.size(), started + batchSize()));
            started += batch.size();
            ahead.addLast(Ahead.start(() -> fetch.apply(batch)));
        }
    }

    /// What is left is cut into equal batches: one that is a little longer costs less than one more.
    private int batchSize() {
        int left = refs.size() - started;
        if (!sized || left <= size) {
            return size;
        }
        int batches = Math.max(1, Math.round((float) left / size));
        return Math.min(limit, Math.ceilDiv(left, batches));
    }

    private void learn(Batch batch) {
        if (batch.rows() > 0) {
            long each = Math.max(1, batch.bytes() / batch.rows());
            learned.accept(each);
            resize(each, batch.most());
        }
    }

    private void resize(long each, int upTo) {
        limit = upTo;
        size = (int) Math.clamp(AIM / each, 1, upTo);
        most = upTo < Bodies.MAX_IDS ? SMALL_AHEAD : AHEAD;
        sized = true;
    }
}
