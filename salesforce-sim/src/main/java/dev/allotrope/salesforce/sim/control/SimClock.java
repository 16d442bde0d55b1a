package dev.allotrope.salesforce.sim.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// The org's clock: real time plus an offset, or frozen. Moving it ages sessions, codes and cursors at once.
public final class SimClock implements InstantSource {

    private static final ScopedValue<Instant> STAMP = ScopedValue.newInstance();

    private Clock clock = Clock.systemUTC();
    private Duration late = Duration.ZERO;
    private Duration grain = Duration.ofSeconds(1);
    private int lateEvery = 1;
    private long stamps;

    @Override
    public synchronized Instant instant() {
        return clock.instant();
    }

    /// The stamp of a change made now: whole seconds, as Salesforce shows them (`…:00.000+0000`).
    public synchronized Instant stamp() {
        Instant now = instant();
        Instant begun = ++stamps % lateEvery == 0 ? now.minus(late) : now;
        Instant stamp = STAMP.orElse(begun);
        long seconds = Math.floorDiv(stamp.getEpochSecond(), grain.toSeconds()) * grain.toSeconds();
        return Instant.ofEpochSecond(seconds);
    }

    /// From now on every so-many-th change commits late: it becomes visible `by` after its stamp. A negative duration
    /// stamps changes in the future, as an application server whose clock is ahead does.
    public synchronized void commitLate(Duration by, int every) {
        late = by;
        lateEvery = Math.max(1, every);
        stamps = 0;
    }

    public synchronized Duration late() {
        return late;
    }

    public synchronized int lateEvery() {
        return lateEvery;
    }

    public synchronized Duration stampLength() {
        return grain;
    }

    /// Rounds stamps down to multiples of a duration, so that many rows share one; a second at first.
    public synchronized void stampsOf(Duration length) {
        grain = length.toSeconds() < 1 ? Duration.ofSeconds(1) : length;
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

    /// Real time plus a difference: the org's clock is ahead of ours, or behind for a negative one.
    public synchronized void skew(Duration by) {
        clock = Clock.offset(Clock.systemUTC(), by);
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
