package dev.allotrope.sync.process;

import dev.allotrope.kernel.DocumentId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Works on the documents of one slice, several at a time. Used by one thread, which may add more before all is done,
/// so that no core waits for the last document of those that were read together.
final class Crew implements AutoCloseable {
    /// What became of one: how long its embedder wants to be left alone, if it wants that.
    private record Ended(DocumentId document, Optional<Duration> pause) {}

    private final int size;
    private final ExecutorService workers;
    private final CompletionService<Ended> ended;
    private final Set<DocumentId> inWork = new HashSet<>();
    private @Nullable Duration pause;

    Crew(int size) {
        this.size = size;
        this.workers = Executors.newFixedThreadPool(size);
        this.ended = new ExecutorCompletionService<>(workers);
    }

    /// Has a document worked on. `work` says how long to leave its embedder alone; what it throws ends the slice.
    void begin(DocumentId document, Callable<Optional<Duration>> work) {
        inWork.add(document);
        ended.submit(() -> new Ended(document, work.call()));
    }

    /// What was begun and is not known to have ended.
    Set<DocumentId> inWork() {
        return Set.copyOf(inWork);
    }

    /// Waits until everybody has something to do, but nothing more is ready for them.
    void awaitHunger() {
        awaitAtMost(size);
    }

    void awaitNext() {
        awaitAtMost(inWork.size() - 1);
    }

    void awaitAll() {
        awaitAtMost(0);
    }

    /// The longest that an embedder wants to be left alone.
    Optional<Duration> pause() {
        return Optional.ofNullable(pause);
    }

    /// Ends what was begun.
    @Override
    public void close() {
        workers.close();
    }

    private void awaitAtMost(int left) {
        while (inWork.size() > left) {
            Ended next = next();
            inWork.remove(next.document());
            next.pause()
                    .filter(asked -> pause == null || asked.compareTo(pause) > 0)
                    .ifPresent(asked -> pause = asked);
        }
    }

    /// Everything that belongs to a document was dealt with; what is left is a failing database, which ends the slice.
    private Ended next() {
        try {
            return ended.take().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("processing stopped", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("processing was interrupted", e);
        }
    }
}
