package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.item.Items;
import dev.allotrope.sync.watch.Watches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What becomes of documents that the source does not have any more, or that the connection's scope leaves out.
final class Removals {
    /// Documents removed in one transaction.
    static final int BATCH = 100;

    private final SyncRuns runs;
    private final Connections connections;
    private final Items items;
    private final Intake intake;
    private final Documents documents;
    private final RemovalGuard guard;
    private final Watches watches;

    Removals(SyncRuns runs, Connections connections, Stages.Holdings holdings) {
        this.runs = runs;
        this.connections = connections;
        this.items = holdings.items();
        this.intake = holdings.intake();
        this.documents = holdings.documents();
        this.guard = holdings.guard();
        this.watches = holdings.watches();
    }

    /// Removes a batch of what is not published any more, or holds all of it when it is suspiciously much.
    SyncRun next(SyncRun run) {
        List<String> absent = items.absent(run.tenant(), run.connection(), run.id());
        List<Document> gone = held(run, absent);
        long removedBefore = run.counts().removed();
        if (guard.holds(run, gone.size() + removedBefore, total(run) + removedBefore)) {
            return runs.checkpoint(run, () -> {
                intake.hold(run.tenant(), run.connection(), absent);
                watches.readEverything(run.tenant(), run.connection(), run.id());
                return Checkpoint.to(run, SyncRun.Stage.PROVE, SyncRun.Counts.ofRemoval(0, gone.size()));
            });
        }
        List<String> batch = absent.stream().limit(BATCH).toList();
        return runs.checkpoint(run, () -> {
            if (batch.isEmpty()) {
                intake.hold(run.tenant(), run.connection(), List.of());
                watches.readEverything(run.tenant(), run.connection(), run.id());
                return Checkpoint.to(run, SyncRun.Stage.PROVE, SyncRun.Counts.NONE);
            }
            return Checkpoint.within(
                    run, SyncRun.Counts.ofRemoval(remove(run, batch, Documents.Reason.NOT_PUBLISHED), 0));
        });
    }

    /// Removes what was asked for and is not there any more, each for its own reason. What is suspiciously much stays:
    /// a whole listing follows, which holds it for all to see, or finds it.
    SyncRun.Counts remove(SyncRun run, Collection<String> missing, Map<String, String> outside) {
        SyncRun.Counts outOfScope =
                SyncRun.Counts.ofScope(remove(run, outside.keySet(), Documents.Reason.OUT_OF_SCOPE));
        List<String> unpublished = Stages.without(List.copyOf(missing), outside.keySet());
        long removedBefore = run.counts().removed() - run.counts().outOfScope();
        long gone = held(run, unpublished).size() + removedBefore;
        if (guard.holds(run, gone, total(run) + removedBefore)) {
            listAll(run);
            return outOfScope;
        }
        return outOfScope.plus(SyncRun.Counts.ofRemoval(remove(run, unpublished, Documents.Reason.NOT_PUBLISHED), 0));
    }

    private void listAll(SyncRun run) {
        if (runs.queuedFull(run.tenant(), run.connection()).isEmpty()) {
            SyncRun.Cause cause = SyncRun.Cause.ITEMS_SYNC;
            SyncRun.Request request = Sync.full(connections.get(run.tenant(), run.connection()), cause);
            runs.create(run.tenant(), run.connection(), cause, runs.whole(run.tenant(), run.connection()), request);
        }
    }

    /// Removes all of these for one reason. Returns how many documents there were.
    int remove(SyncRun run, Collection<String> externalIds, Documents.Reason reason) {
        List<DocumentId> gone =
                held(run, externalIds).stream().map(Document::id).toList();
        items.forget(run.tenant(), run.connection(), externalIds);
        return gone.isEmpty() ? 0 : documents.remove(run.tenant(), gone, reason);
    }

    private List<Document> held(SyncRun run, Collection<String> externalIds) {
        List<Document> held = new ArrayList<>();
        List<String> all = List.copyOf(externalIds);
        for (int from = 0; from < all.size(); from += Page.MAX_LIMIT) {
            List<String> part = all.subList(from, Math.min(all.size(), from + Page.MAX_LIMIT));
            held.addAll(documents.list(
                    run.tenant(),
                    DocumentFilter.ofExternalIds(run.connection(), part),
                    DocumentOrder.BY_ID,
                    Page.first(Page.MAX_LIMIT)));
        }
        return held;
    }

    private long total(SyncRun run) {
        return documents.count(run.tenant(), DocumentFilter.ofItems(run.connection()));
    }
}
