package dev.allotrope.sync;

import java.util.List;

/// What happened to runs. Published inside the transaction in which it did.
public sealed interface SyncNews {
    SyncRun run();

    /// Somebody, or a schedule, asked for it.
    record Requested(SyncRun run) implements SyncNews {}

    /// Everything that was asked for is a waiting document now, or was skipped.
    record Queued(SyncRun run) implements SyncNews {}

    /// Things that were asked for did not become documents.
    record ItemsSkipped(SyncRun run, List<SyncRun.Skipped> skipped) implements SyncNews {}

    /// The remote allowance is used up: what waits to be fetched goes on waiting.
    record Limited(SyncRun run, String reason) implements SyncNews {}
}
