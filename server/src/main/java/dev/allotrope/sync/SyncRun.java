package dev.allotrope.sync;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.Cursor;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One execution of syncing a connection, from its request to its end, with everything needed to go on after a
/// crash.
///
/// `expected` is how many items the source says a listing has, null before it said so. `calls` counts the requests
/// that counted against the remote allowance; `timings` holds milliseconds by stage. `skipped` names what was asked
/// for and is not published, with the reason. `released` lets a held removal happen.
public record SyncRun(
        RunId id,
        Tenant tenant,
        ConnectionId connection,
        Cause cause,
        Mode mode,
        Status status,
        Stage stage,
        long epoch,
        Cursor cursor,
        @Nullable Long expected,
        Request request,
        Counts counts,
        long calls,
        Map<String, Long> timings,
        List<Skipped> skipped,
        boolean released,
        @Nullable String error,
        int attempts,
        @Nullable Instant retryAt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    /// Why the run exists.
    public enum Cause {
        CONNECT,
        ITEMS_SYNC,
        SYNC_URL,
        FILES_SYNC,
        RESYNC,
        RELEASE,
        SCHEDULE,
        /// Somebody wants to know how soon changes are seen.
        CHECK,
        /// What is taken, or how, was set anew.
        SETTINGS;

        /// Whether the end user came with options of their own, which hold for everything that is synced.
        boolean bringsOptions() {
            return this == CONNECT || this == SYNC_URL;
        }

        /// Whether nobody asked for this very run.
        boolean automatic() {
            return this == SCHEDULE || this == CHECK;
        }
    }

    public enum Mode {
        /// Lists everything published for the first time.
        FIRST,
        /// Lists everything published; what is missing afterwards is removed.
        FULL,
        /// Lists what changed.
        DELTA,
        /// Asks whether anything moved; when something did, the run becomes one of the above.
        CHECK,
        /// Looks up what was asked for and nothing else.
        SELECTED;

        /// Whether everything published is listed.
        public boolean whole() {
            return this == FIRST || this == FULL;
        }
    }

    public enum Status {
        QUEUED,
        RUNNING,
        /// Goes on by itself at `retryAt`: the source is down, limits calls, or our share of its allowance is used
        /// up.
        WAITING,
        COMPLETED,
        FAILED,
        CANCELED
    }

    public enum Stage {
        PROBE,
        LIST,
        RESOLVE,
        FETCH,
        CONFIRM,
        REMOVE,
        PROVE,
        FILES
    }

    /// What was asked for. `externalIds` is empty for a full run.
    public record Request(
            List<String> externalIds,
            ProcessingOptions options,
            Tags tags,
            boolean syncAll,
            @Nullable String requestId,
            String uploadId) {
        public Request {
            externalIds = List.copyOf(externalIds);
        }

        /// The same asked for once more.
        Request again() {
            return new Request(
                    externalIds,
                    options,
                    tags,
                    syncAll,
                    requestId,
                    UUID.randomUUID().toString());
        }
    }

    /// Something asked for that did not become a document.
    public record Skipped(String externalId, String reason) {}

    /// How many items a run met, by what became of them; those removed because they are out of scope are among those
    /// removed.
    public record Counts(
            long listed,
            long admitted,
            long requeued,
            long fetched,
            long changed,
            long superseded,
            long unreadable,
            long removed,
            long held,
            long skipped,
            long outOfScope) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    listed + more.listed,
                    admitted + more.admitted,
                    requeued + more.requeued,
                    fetched + more.fetched,
                    changed + more.changed,
                    superseded + more.superseded,
                    unreadable + more.unreadable,
                    removed + more.removed,
                    held + more.held,
                    skipped + more.skipped,
                    outOfScope + more.outOfScope);
        }

        static Counts ofListing(long listed, long admitted, long requeued) {
            return new Counts(listed, admitted, requeued, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        public static Counts ofFetch(long fetched, long changed, long superseded, long unreadable) {
            return new Counts(0, 0, 0, fetched, changed, superseded, unreadable, 0, 0, 0, 0);
        }

        public static Counts ofRemoval(long removed, long held) {
            return new Counts(0, 0, 0, 0, 0, 0, 0, removed, held, 0, 0);
        }

        static Counts ofSkipped(long skipped) {
            return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, skipped, 0);
        }

        static Counts ofScope(long outOfScope) {
            return new Counts(0, 0, 0, 0, 0, 0, 0, outOfScope, 0, 0, outOfScope);
        }
    }

    public boolean finished() {
        return finishedAt != null;
    }
}
