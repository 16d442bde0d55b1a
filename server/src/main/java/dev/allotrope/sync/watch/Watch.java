package dev.allotrope.sync.watch;

import dev.allotrope.source.Pulse;
import dev.allotrope.source.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a connection's source. `every` is the longest time between two checks, null when nobody wants any;
/// `newest` are the times up to which everything was read; `lookedBackAt` and `reconciledAt` say when changes, and when
/// everything, was last read, by our clock: null means that everything has to be read.
public record Watch(
        @Nullable Duration every,
        @Nullable Instant checkAt,
        int quiet,
        @Nullable Watermark newest,
        @Nullable Instant lookedBackAt,
        @Nullable Instant reconciledAt) {
    /// Of a connection that nothing was ever asked about.
    public static final Watch UNKNOWN = new Watch(null, null, 0, null, null, null);
    /// How far behind the newest times changes are read again. A row that was not there when `newest` was asked for
    /// was committed after that. Its time is that of its transaction's begin, which runs 10 minutes at most, by a
    /// clock that may be 10 minutes late, while `newest` may come from one that is 10 minutes early.
    public static final Duration LOOKBACK = Duration.ofMinutes(30);
    /// How often changes are read although nothing seems to have moved: what is committed late moves nothing.
    public static final Duration LOOK_BACK_EVERY = Duration.ofMinutes(15);
    /// How often everything is read although nothing seems to be missing: rights and categories bear no time.
    public static final Duration RECONCILE_EVERY = Duration.ofDays(1);

    /// What has to be read.
    public enum Verdict {
        NOTHING,
        CHANGES,
        EVERYTHING
    }

    /// Weighs what the source says now; `held` is how many of its documents we know.
    public Verdict weigh(Pulse pulse, long held, Instant now) {
        if (newest == null || longAgo(reconciledAt, RECONCILE_EVERY, now)) {
            return Verdict.EVERYTHING;
        }
        if (!pulse.newest().equals(newest) || longAgo(lookedBackAt, LOOK_BACK_EVERY, now)) {
            return Verdict.CHANGES;
        }
        return moved(pulse, held) ? Verdict.EVERYTHING : Verdict.NOTHING;
    }

    /// Whether the source says something else than what we know.
    public boolean moved(Pulse pulse, long held) {
        return !pulse.newest().equals(newest) || pulse.published() != held;
    }

    /// From when on changes are read.
    public Watermark since() {
        return (newest == null ? Watermark.NONE : newest).minus(LOOKBACK);
    }

    /// From when on something may have changed that only the reading of everything sees, by the source's clock.
    public Optional<Instant> readEverythingSince() {
        return Optional.ofNullable(reconciledAt).map(at -> at.minus(LOOKBACK));
    }

    boolean due(Instant now) {
        return checkAt != null && !checkAt.isAfter(now);
    }

    private static boolean longAgo(@Nullable Instant then, Duration most, Instant now) {
        return then == null || !now.isBefore(then.plus(most));
    }
}
