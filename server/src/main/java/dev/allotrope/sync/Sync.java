package dev.allotrope.sync;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Connections;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What callers ask of syncing. Every request becomes a [SyncRun] and returns before it is done.
public final class Sync {
    /// What was chosen, and how it is processed.
    public record Selection(
            List<String> externalIds,
            ProcessingOptions options,
            Tags tags,
            @Nullable String requestId) {}

    private static final Set<DocumentStatus> IN_WORK =
            Set.of(DocumentStatus.QUEUED, DocumentStatus.EVALUATING, DocumentStatus.SYNCING);

    private final Transactions transactions;
    private final Connections connections;
    private final SyncRuns runs;
    private final Documents documents;
    private final Intake intake;
    private final Jobs jobs;
    private final InstantSource clock;

    Sync(
            Transactions transactions,
            Connections connections,
            SyncRuns runs,
            Stages.Holdings holdings,
            Jobs jobs,
            InstantSource clock) {
        this.transactions = transactions;
        this.connections = connections;
        this.runs = runs;
        this.documents = holdings.documents();
        this.intake = holdings.intake();
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Lists a connection again, refetches what changed and removes what is gone. A request that brings no options
    /// joins a run that is queued. Throws [Failure] with `NOT_FOUND`, or `SOURCE_REVOKED` for a connection without
    /// access.
    public SyncRun listAgain(Tenant tenant, ConnectionId connection, SyncRun.Cause cause) {
        return transactions.in(tenant, () -> {
            Connection known = connected(tenant, connection);
            if (cause.bringsOptions()) {
                intake.readmit(tenant, connection, null);
            }
            connections.queued(tenant, connection);
            return runs.queuedFull(tenant, connection)
                    .filter(queued -> queued.cause() == cause && !cause.bringsOptions())
                    .orElseGet(() -> start(known, cause, runs.whole(tenant, connection), full(known, cause)));
        });
    }

    /// Asks a connection that is watched whether anything moved, and reads what did. The caller holds the connection's
    /// lock and knows that it can be acted for.
    public void check(Connection connection) {
        start(connection, SyncRun.Cause.CHECK, SyncRun.Mode.CHECK, full(connection, SyncRun.Cause.CHECK));
    }

    /// Syncs chosen items by their external ids, whatever the connection's mode, also before any listing. Throws
    /// [Failure] with `NOT_FOUND`, and `LIMIT_EXCEEDED` when one would have too many tags.
    public SyncRun select(Tenant tenant, ConnectionId connection, Selection selection) {
        return transactions.in(tenant, () -> {
            Connection known = connected(tenant, connection);
            documents.requireRoom(tenant, connection, selection.externalIds(), selection.tags());
            connections.filesQueued(tenant, connection, clock.instant());
            SyncRun.Request request = new SyncRun.Request(
                    selection.externalIds().stream().distinct().toList(),
                    selection.options(),
                    selection.tags(),
                    false,
                    Objects.requireNonNullElseGet(selection.requestId(), Sync::generated),
                    generated());
            return start(known, SyncRun.Cause.FILES_SYNC, SyncRun.Mode.SELECTED, request);
        });
    }

    /// Fetches one document, or file on a document, again now, under new settings; with `afresh`, unchanged content is
    /// processed again too.
    /// Throws [Failure] with `NOT_FOUND`, or `BUSY` while the document is in work.
    public Document resync(Tenant tenant, DocumentId id, ProcessingOptions options, boolean afresh) {
        return transactions.in(tenant, () -> {
            Document document = documents.find(tenant, id).orElseThrow(() -> Failure.notFound("file", id));
            if (IN_WORK.contains(document.status())) {
                throw new Failure(
                        ErrorCode.BUSY,
                        "could not resync document " + id + ": it is in work; try again when it is done");
            }
            Connection known = connected(tenant, document.connection());
            SyncRun.Request request = new SyncRun.Request(
                    List.of(document.itemId()), options, Tags.NONE, false, document.requestId(), generated());
            SyncRun run = start(known, SyncRun.Cause.RESYNC, SyncRun.Mode.SELECTED, request);
            intake.readmit(tenant, document.connection(), List.of(document.externalId()));
            intake.refetch(tenant, id, run.id(), options, afresh);
            return documents.find(tenant, id).orElseThrow();
        });
    }

    /// Stops what is unfinished of a connection at once: its waiting documents are aborted until the next run takes
    /// them, and nothing is removed.
    public void cancel(Tenant tenant, ConnectionId connection) {
        transactions.run(tenant, () -> {
            connections.get(tenant, connection);
            for (SyncRun run : runs.cancel(tenant, connection)) {
                intake.abort(tenant, connection, run.id());
            }
            connections.canceled(tenant, connection, clock.instant());
        });
    }

    /// Lets the removals that a run held happen: lists again and removes what is still absent. Throws [Failure] with
    /// `NOT_FOUND`, or `REQUEST_INVALID` when the run held nothing.
    public SyncRun release(Tenant tenant, RunId id) {
        return transactions.in(tenant, () -> {
            SyncRun run = runs.find(tenant, id).orElseThrow(() -> Failure.notFound("run", id));
            if (run.counts().held() == 0) {
                throw Failure.invalid("could not release run " + id + ": it held no removals");
            }
            Connection known = connected(tenant, run.connection());
            SyncRun.Mode whole = runs.whole(tenant, run.connection());
            return start(known, SyncRun.Cause.RELEASE, whole, full(known, SyncRun.Cause.RELEASE));
        });
    }

    private SyncRun start(Connection connection, SyncRun.Cause cause, SyncRun.Mode mode, SyncRun.Request request) {
        SyncRun run = runs.create(connection.tenant(), connection.id(), cause, mode, request);
        String job = new SyncJob(connection.tenant(), connection.id()).instance();
        // Whoever waits for what is not there yet goes before all whose articles are only looked at again.
        if (!cause.automatic() && (mode == SyncRun.Mode.FIRST || mode == SyncRun.Mode.SELECTED)) {
            jobs.wakeFirst(Lane.PROMPT, SyncJob.NAME, job);
        } else {
            jobs.wake(Lane.PROMPT, SyncJob.NAME, job);
        }
        return run;
    }

    private Connection connected(Tenant tenant, ConnectionId id) {
        Connection connection = connections.get(tenant, id);
        if (connection.revoked()) {
            throw new Failure(
                    ErrorCode.SOURCE_REVOKED,
                    "could not sync data source " + id + ": its access was revoked; connect the account again");
        }
        return connection;
    }

    /// The connection's request is what somebody asked for by connecting; what we look for by ourselves is another.
    static SyncRun.Request full(Connection connection, SyncRun.Cause cause) {
        String requestId = cause.bringsOptions() ? connection.options().requestId() : null;
        return new SyncRun.Request(
                List.of(),
                connection.options().processing(),
                connection.options().tags(),
                connection.options().syncAll(),
                Objects.requireNonNullElseGet(requestId, Sync::generated),
                generated());
    }

    private static String generated() {
        return UUID.randomUUID().toString();
    }
}
