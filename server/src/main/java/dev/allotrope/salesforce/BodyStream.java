package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.ItemRef;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Fetches ahead of its reader, a batch at a time, and sizes the batches so that an answer has about 8 MB. Holds
/// the batch being read and at most [#AHEAD] more. For one thread; closing it stops what is under way.
final class BodyStream implements Iterator<Fetched>, AutoCloseable {
    /// How many batches may be under way or waiting.
    static final int AHEAD = 2;
    /// The size of the first batch, before it is known how long the org's articles are.
    static final int FIRST_BATCH = 200;
    /// How long an answer should be, in bytes of JSON.
    static final long AIM = 8L << 20;

    private final List<ItemRef> refs;
    private final Function<List<ItemRef>, Batch> fetch;
    private final Deque<FutureTask<Batch>> ahead = new ArrayDeque<>();
    private Iterator<Fetched> current = List.<Fetched>of().iterator();
    private int started;
    private int size = FIRST_BATCH;
    private boolean sized;

    /// The answers of a batch, made when they are read, and the rows and bytes behind them. `most` is how many the
    /// org gives at once.
    record Batch(Iterator<Fetched> answers, int rows, long bytes, int most) {}

    /// `refs` are put in the order of their external ids, so that a batch holds neighbours.
    BodyStream(List<ItemRef> refs, Function<List<ItemRef>, Batch> fetch) {
        this.refs = refs.stream()
                .distinct()
                .sorted(Comparator.comparing(ItemRef::externalId).thenComparing(ItemRef::revisionId))
                .toList();
        this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && (started < refs.size() || !ahead.isEmpty())) {
            start();
            Batch batch = join(ahead.removeFirst());
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
        ahead.forEach(task -> task.cancel(true));
        ahead.clear();
        started = refs.size();
    }

    /// Until the first answer tells how long articles are, one batch is enough.
    private void start() {
        while (started < refs.size() && ahead.size() < (sized ? AHEAD : 1)) {
            List<ItemRef> batch = refs.subList(started, Math.min(refs.size(), started + size));
            started += batch.size();
            FutureTask<Batch> task = new FutureTask<>(() -> fetch.apply(batch));
            ahead.addLast(task);
            Thread.ofVirtual().name("salesforce-fetch").start(task);
        }
    }

    private void learn(Batch batch) {
        if (batch.rows() == 0) {
            return;
        }
        long each = Math.max(1, batch.bytes() / batch.rows());
        size = (int) Math.clamp(AIM / each, 1, batch.most());
        sized = true;
    }

    private static Batch join(FutureTask<Batch> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException cause -> cause;
                case Error cause -> throw cause;
                case null, default -> new IllegalStateException(e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "could not wait for articles: interrupted",
                    Retry.after(Refusal.PAUSE),
                    e);
        }
    }
}
