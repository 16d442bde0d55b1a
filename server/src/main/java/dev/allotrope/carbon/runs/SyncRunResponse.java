package dev.allotrope.carbon.runs;

import dev.allotrope.sync.RemovalGuard;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.audit.Audits;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run. `counts` are items by what became of them, `calls` requests that counted against the Salesforce
/// allowance, `budget` what is used of that, `timings` milliseconds by stage; `proof` lays Salesforce's own counts
/// beside ours when the run listed everything; `skipped` names what was asked for and is not published. `retryAt`
/// says when a waiting run goes on by itself, `heldBecause` why removals wait and for what.
record SyncRunResponse(
        long id,
        String trigger,
        String mode,
        String status,
        String stage,
        @Nullable Long expected,
        Map<String, Long> counts,
        @Nullable String heldBecause,
        long calls,
        @Nullable Budget budget,
        Map<String, Long> timings,
        @Nullable Proof proof,
        List<Skipped> skipped,
        @Nullable String error,
        @Nullable Instant retryAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    record Skipped(String externalId, String reason) {}

    /// Calls to the org in the 24 hours before the run last called: `ours` of `limit`, our share of what is `allowed`,
    /// and those of everybody.
    record Budget(long ours, long limit, long everybody, long allowed) {}

    /// A run that was just made.
    static SyncRunResponse of(SyncRun run, RemovalGuard guard) {
        return of(run, guard, null);
    }

    static SyncRunResponse of(SyncRun run, RemovalGuard guard, Audits.@Nullable Audit audit) {
        return new SyncRunResponse(
                run.id().value(),
                run.cause().name(),
                run.mode().name(),
                run.status().name(),
                run.stage().name(),
                run.expected(),
                counts(run.counts()),
                heldBecause(run, guard),
                run.calls(),
                budget(audit == null ? null : audit.budget()),
                timings(run.timings()),
                audit == null || audit.proof() == null ? null : Proof.of(audit.proof()),
                run.skipped().stream()
                        .map(skipped -> new Skipped(skipped.externalId(), skipped.reason()))
                        .toList(),
                run.error(),
                run.retryAt(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt());
    }

    private static @Nullable String heldBecause(SyncRun run, RemovalGuard guard) {
        return run.counts().held() == 0
                ? null
                : ("more than %d percent of the data source's files, and more than %d, were no longer published at once: their"
                                + " removal waits for POST /data_sources/%s/sync_runs/%s/release, or for a sync that misses"
                                + " fewer")
                        .formatted(guard.percent(), guard.floor(), run.connection(), run.id());
    }

    private static @Nullable Budget budget(dev.allotrope.sync.audit.@Nullable Budget used) {
        return used == null ? null : new Budget(used.ours(), used.limit(), used.everybody(), used.allowed());
    }

    /// In the order in which a run does them.
    private static Map<String, Long> counts(SyncRun.Counts counts) {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("listed", counts.listed());
        all.put("admitted", counts.admitted());
        all.put("requeued", counts.requeued());
        all.put("fetched", counts.fetched());
        all.put("changed", counts.changed());
        all.put("superseded", counts.superseded());
        all.put("unreadable", counts.unreadable());
        all.put("removed", counts.removed());
        all.put("held", counts.held());
        all.put("skipped", counts.skipped());
        all.put("out_of_scope", counts.outOfScope());
        return all;
    }

    private static Map<String, Long> timings(Map<String, Long> byStage) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (SyncRun.Stage stage : SyncRun.Stage.values()) {
            Long spent = byStage.get(stage.name());
            if (spent != null) {
                all.put(stage.name(), spent);
            }
        }
        return all;
    }
}
