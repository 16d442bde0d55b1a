package dev.allotrope.carbon.runs;

import dev.allotrope.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run. `counts` are items by what became of them, `calls` requests that counted against the Salesforce
/// allowance, `timings` milliseconds by stage; `skipped` names what was asked for and is not published. `retryAt`
/// says when a waiting run goes on by itself.
record SyncRunResponse(
        long id,
        String trigger,
        String mode,
        String status,
        String stage,
        @Nullable Long expected,
        Map<String, Long> counts,
        long calls,
        Map<String, Long> timings,
        List<Skipped> skipped,
        @Nullable String error,
        @Nullable Instant retryAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    record Skipped(String externalId, String reason) {}

    static SyncRunResponse of(SyncRun run) {
        return new SyncRunResponse(
                run.id().value(),
                run.cause().name(),
                run.mode().name(),
                run.status().name(),
                run.stage().name(),
                run.expected(),
                counts(run.counts()),
                run.calls(),
                run.timings(),
                run.skipped().stream()
                        .map(skipped -> new Skipped(skipped.externalId(), skipped.reason()))
                        .toList(),
                run.error(),
                run.retryAt(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt());
    }

    private static Map<String, Long> counts(SyncRun.Counts counts) {
        return Map.ofEntries(
                Map.entry("listed", counts.listed()),
                Map.entry("admitted", counts.admitted()),
                Map.entry("requeued", counts.requeued()),
                Map.entry("fetched", counts.fetched()),
                Map.entry("changed", counts.changed()),
                Map.entry("superseded", counts.superseded()),
                Map.entry("unreadable", counts.unreadable()),
                Map.entry("removed", counts.removed()),
                Map.entry("held", counts.held()),
                Map.entry("skipped", counts.skipped()),
                Map.entry("out_of_scope", counts.outOfScope()));
    }
}
