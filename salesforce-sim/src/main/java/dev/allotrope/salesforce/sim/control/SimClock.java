package dev.allotrope.salesforce.sim.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/// The org's clock: real time plus an offset, or frozen. Moving it ages sessions, codes and cursors at once.
public final class SimClock implements InstantSource {

    private static final ScopedValue<Instant> STAMP = ScopedValue.newInstance();

    private Clock clock = Clock.systemUTC();

    @Override
    public synchronized Instant instant() {
        return clock.instant();
    }

    /// The stamp of a change made now: whole seconds, as Salesforce shows them (`…:00.000+0000`).
    public Instant stamp() {
        return STAMP.orElse(instant()).truncatedTo(ChronoUnit.SECONDS);
    }

    /// Runs `change` stamped with `stamp` whatever the time is: a transaction that began then and commits now, so
    /// that a row older than the last poll turns up afterwards.
    public <T> T committedLate(Instant stamp, Supplier<T> change) {
        return ScopedValue.where(STAMP, stamp).call(change::get);
    }

    /// Moves the clock forward (or back, for a negative duration).
    public synchronized void advance(Duration by) {
        clock = Clock.offset(clock, by);
    }

    /// Sets the time; the clock goes on from there unless it was frozen.
    public synchronized void set(Instant time) {
        clock = Clock.offset(clock, Duration.between(clock.instant(), time));
    }

    /// Stops the clock at the present instant; [#advance] and [#set] still move it.
    public synchronized void freeze() {
        clock = Clock.fixed(clock.instant(), ZoneOffset.UTC);
    }

    /// Real time again.
    public synchronized void reset() {
        clock = Clock.systemUTC();
    }
}
