package dev.allotrope.notify;

import dev.allotrope.kernel.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;

/// How long to wait after each failed attempt before the next. There are as many retries as delays.
record RetryDelays(List<Duration> delays) {
    /// The most retries that can be asked for.
    static final int MAX = 10;
    /// The longest wait that can be asked for.
    static final Duration LONGEST = Duration.ofDays(7);

    RetryDelays {
        delays = List.copyOf(delays);
        if (delays.size() > MAX
                || delays.stream().anyMatch(delay -> delay.isNegative() || delay.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("retries after " + delays);
        }
    }

    /// What the operator set: durations such as `10s`, `1m`, `2h`, between commas; an empty text for no retry. Throws
    /// [Failure] with `NOT_CONFIGURED` for what cannot be.
    static RetryDelays of(String setting) {
        try {
            return new RetryDelays(Stream.of(setting.split(","))
                    .map(String::strip)
                    .filter(Predicate.not(String::isEmpty))
                    .map(DurationStyle::detectAndParse)
                    .toList());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Failure.wrongSetting(
                    "ALLOTROPE_WEBHOOK_RETRY_DELAYS",
                    setting,
                    "up to " + MAX + " durations of at most " + LONGEST.toDays() + " days, such as 10s,1m,10m");
        }
    }

    /// When to try again a delivery that was tried `tries` times, the last time at `last`; empty when never.
    Optional<Instant> after(int tries, Instant last) {
        return tries <= delays.size() ? Optional.of(last.plus(delays.get(tries - 1))) : Optional.empty();
    }
}
