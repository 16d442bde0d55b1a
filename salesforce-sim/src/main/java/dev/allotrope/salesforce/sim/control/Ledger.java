package dev.allotrope.salesforce.sim.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every call the org was asked, per kind, and the daily allowance they used.
public final class Ledger {

    private static final int KEPT_ENTRIES = 20_000;
    private static final long ALLOWANCE_HOURS = 24;

    private final InstantSource clock;
    private final Map<CallKind, Long> counts = new EnumMap<>(CallKind.class);
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final TreeMap<Long, Long> usedByHour = new TreeMap<>();

    public Ledger(InstantSource clock) {
        this.clock = clock;
    }

    /// One call: `what` is the path, or the SOQL of a query; never a token.
    public record Entry(Instant at, CallKind kind, String what) {}

    /// Writes one call down.
    public synchronized void record(CallKind kind, String what) {
        counts.merge(kind, 1L, Long::sum);
        entries.addLast(new Entry(clock.instant(), kind, what));
        if (entries.size() > KEPT_ENTRIES) {
            entries.removeFirst();
        }
        if (kind.counted()) {
            usedByHour.merge(hour(), 1L, Long::sum);
        }
    }

    /// Calls of one kind since the start or the last [#clear].
    public synchronized long count(CallKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// Calls that count against the allowance since the start or the last [#clear].
    public synchronized long apiCalls() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().counted())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// Calls used in the last 24 hours, what `Sforce-Limit-Info` shows; [#clear] leaves it.
    public synchronized long usedToday() {
        usedByHour.headMap(hour() - ALLOWANCE_HOURS, true).clear();
        return usedByHour.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The calls of one kind, oldest first; the last 20,000 of all kinds are kept.
    public synchronized List<Entry> entries(CallKind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /// All counts, kinds never called left out.
    public synchronized Map<CallKind, Long> counts() {
        return Map.copyOf(counts);
    }

    /// Starts counting anew.
    public synchronized void clear() {
        counts.clear();
        entries.clear();
    }

    private long hour() {
        return clock.instant().getEpochSecond() / Duration.ofHours(1).toSeconds();
    }
}
