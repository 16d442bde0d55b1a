package dev.allotrope.sync;

/// Keeps a run from removing suspiciously much: a lost permission looks just like a mass unpublication. Holds what is
/// more than `percent` of a connection's documents and more than `floor`.
public record RemovalGuard(int percent, int floor) {
    static final RemovalGuard DEFAULT = new RemovalGuard(20, 25);
    /// More files than this are never removed without asking.
    static final int MAX_FLOOR = 1_000_000;

    public RemovalGuard {
        if (percent < 0 || percent > 100 || floor < 0) {
            throw new IllegalArgumentException("a guard at " + percent + " percent and " + floor + " files");
        }
    }

    boolean holds(SyncRun run, long gone, long total) {
        return !run.released() && gone > floor && gone * 100 > percent * total;
    }
}
