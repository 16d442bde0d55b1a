package dev.allotrope.source;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Something asked of a source before it is needed, on a thread of its own.
public final class Ahead<T> {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    public static <T> Ahead<T> start(Callable<T> asking) {
        FutureTask<T> task = new FutureTask<>(asking);
        Thread.ofVirtual().name("source-ahead").start(task);
        return new Ahead<>(task);
    }

    /// What came, waiting for it; throws what asking threw.
    public T join() {
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
                    ErrorCode.SOURCE_UNAVAILABLE, "could not wait for the source: interrupted", Retry.after(PAUSE), e);
        }
    }

    /// Gives it up, finished or not.
    public void cancel() {
        task.cancel(true);
    }
}
