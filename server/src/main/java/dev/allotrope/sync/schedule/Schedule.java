package dev.allotrope.sync.schedule;

import dev.allotrope.kernel.ConnectionId;
import java.time.Duration;
import java.time.Instant;

/// How often a connection is synced by itself, and when next.
///
/// The times at which it is due are `every` apart and moved against the full hour by a share of `every` that is the
/// connection's own: many connections spread over all of it, no two runs are further apart than `every`, and changing
/// the settings to and fro puts nothing off.
record Schedule(Duration every, Instant dueAt) {
    Schedule {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("the time between two runs is " + every);
        }
    }

    /// The first time after `now`; whatever was missed before is past.
    static Schedule after(Instant now, ConnectionId connection, Duration every) {
        long period = every.toMillis();
        long since = Math.floorMod(now.toEpochMilli() - Math.floorMod(mixed(connection.value()), period), period);
        return new Schedule(every, Instant.ofEpochMilli(now.toEpochMilli() - since + period));
    }

    boolean due(Instant now) {
        return !dueAt.isAfter(now);
    }

    /// Spreads neighbouring ids over all numbers (the finalizer of SplitMix64).
    private static long mixed(long id) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
