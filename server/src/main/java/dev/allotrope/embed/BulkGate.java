package dev.allotrope.embed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Decides how many bulk workers may run: all of them when no query came for a while, else one fewer, so that a core
/// is free for the next query. At least one always runs. Workers ask before each window.
final class BulkGate {
    /// How long after a query a core is kept free.
    static final Duration QUIET = Duration.ofSeconds(2);

    private final int workers;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int running;
    private boolean asked;
    private long lastQuery;

    /// `nanos` is a clock like [System#nanoTime].
    BulkGate(int workers, LongSupplier nanos) {
        this.workers = workers;
        this.nanos = nanos;
    }

    void queryCame() {
        lock.lock();
        try {
            asked = true;
            lastQuery = nanos.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /// How many may run now.
    int allowed() {
        lock.lock();
        try {
            return quietIn() <= 0 ? workers : Math.max(1, workers - 1);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a place.
    void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running >= allowed()) {
                left.await(Math.max(1, quietIn()), TimeUnit.NANOSECONDS);
            }
            running++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            running--;
            left.signal();
        } finally {
            lock.unlock();
        }
    }

    private long quietIn() {
        return asked ? QUIET.toNanos() - (nanos.getAsLong() - lastQuery) : 0;
    }
}
