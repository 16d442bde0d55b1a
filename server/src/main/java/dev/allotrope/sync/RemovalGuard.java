package dev.allotrope.sync;

/// Keeps a run from removing suspiciously much: a lost permission looks just like a mass unpublication.
record RemovalGuard(double share, int floor) {
    /// Holds what is more than 20 % of a connection's documents and more than 25.
    static final RemovalGuard DEFAULT = new RemovalGuard(0.20, 25);

    boolean holds(SyncRun run, long gone, long total) {
        return !run.released() && gone > floor && gone > share * total;
    }
}
