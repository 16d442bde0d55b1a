package dev.allotrope.sync;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;

/// Keeps a run from removing suspiciously much: a lost permission looks just like a mass unpublication. Holds what is
/// more than `percent` of a connection's documents and more than `floor`.
public record RemovalGuard(int percent, int floor) {
    static final RemovalGuard DEFAULT = new RemovalGuard(20, 25);

    public RemovalGuard {
        if (percent < 0 || percent > 100 || floor < 0) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: ALLOTROPE_REMOVAL_GUARD_PERCENT is " + percent
                            + " and ALLOTROPE_REMOVAL_GUARD_FILES is " + floor
                            + "; they may be 0 to 100, and 0 or more");
        }
    }

    boolean holds(SyncRun run, long gone, long total) {
        return !run.released() && gone > floor && gone * 100 > percent * total;
    }
}
