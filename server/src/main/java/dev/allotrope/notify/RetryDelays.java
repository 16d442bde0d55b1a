package dev.allotrope.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How long to wait after each failed attempt before the next. There are as many retries as delays.
record RetryDelays(List<Duration> delays) {
    /// The most retries that can be asked for.
    static final int MAX = 10;

    RetryDelays {
        delays = List.copyOf(delays);
        if (delays.size() > MAX || delays.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException(
                    "ALLOTROPE_WEBHOOK_RETRY_DELAYS may hold up to " + MAX + " durations, such as 10s,1m,10m");
        }
    }

    /// When to try again a delivery that was tried `tries` times, the last time at `last`; empty when never.
    Optional<Instant> after(int tries, Instant last) {
        return tries <= delays.size() ? Optional.of(last.plus(delays.get(tries - 1))) : Optional.empty();
    }
}
