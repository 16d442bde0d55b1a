package dev.allotrope.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that only asking again can tell.
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG_PAUSE = Duration.ofMillis(400);

    private Await() {}

    /// Asks until the condition holds; what was waited for and the limit are in the message when it does not in time.
    static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /// Asks what is missing until nothing is, less often, since that costs more to find out; the last answer is in the
    /// message when something is missing to the end.
    static void untilNothing(String missing, Duration limit, Supplier<String> asked) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            String last = asked.get();
            if (last.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "waited " + limit.toSeconds() + " s in vain for nothing " + missing + ": " + last);
            }
            pause(LONG_PAUSE);
        }
    }

    static <T> T value(String what, Duration limit, Supplier<Optional<T>> asked) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = asked.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited " + limit.toSeconds() + " s in vain: " + what);
            }
            pause(PAUSE);
        }
    }

    static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was interrupted while waiting", e);
        }
    }
}
