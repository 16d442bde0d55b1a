package dev.allotrope.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition that another process brings about.
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    public static void until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true within " + limit);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
