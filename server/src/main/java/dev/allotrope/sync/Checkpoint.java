package dev.allotrope.sync;

import dev.allotrope.source.Cursor;
import org.jspecify.annotations.Nullable;

/// What a step of a run leaves behind: where it goes on, and what it did.
record Checkpoint(
        SyncRun.Mode mode,
        SyncRun.Stage stage,
        Cursor cursor,
        @Nullable Long expected,
        SyncRun.Counts counts,
        boolean finished) {
    /// On to listing, as what the run turned out to be.
    static Checkpoint as(SyncRun.Mode mode, SyncRun.Counts counts) {
        return new Checkpoint(mode, SyncRun.Stage.LIST, Cursor.START, null, counts, false);
    }

    /// On to another stage.
    static Checkpoint to(SyncRun run, SyncRun.Stage stage, SyncRun.Counts counts) {
        return new Checkpoint(run.mode(), stage, Cursor.START, null, counts, false);
    }

    /// More of the same stage.
    static Checkpoint within(SyncRun run, SyncRun.Counts counts) {
        return new Checkpoint(run.mode(), run.stage(), run.cursor(), run.expected(), counts, false);
    }

    /// Further in the listing.
    static Checkpoint listed(SyncRun run, Cursor cursor, long expected, SyncRun.Counts counts) {
        return new Checkpoint(run.mode(), SyncRun.Stage.LIST, cursor, expected, counts, false);
    }

    /// The end of the run.
    static Checkpoint end(SyncRun run, SyncRun.Counts counts) {
        return new Checkpoint(run.mode(), run.stage(), run.cursor(), run.expected(), counts, true);
    }
}
