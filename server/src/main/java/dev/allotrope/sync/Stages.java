package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.attachment.AttachedDocuments.Reach;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.item.Items;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Source;
import dev.allotrope.source.Watermark;
import dev.allotrope.sync.files.FileStage;
import dev.allotrope.sync.process.Processing;
import dev.allotrope.sync.watch.Watch;
import dev.allotrope.sync.watch.Watches;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The steps of a run, one method a stage.
final class Stages {
    /// Items on a page of a listing.
    static final int PAGE = 2_000;
    /// Items handed to the source in one fetch, and documents stored in one transaction.
    static final int FETCH = 2_000;

    static final int STORE = 64;
    /// Items asked for again in one question.
    static final int CONFIRM = 400;
    /// Documents removed in one transaction.
    static final int REMOVE = 100;
    /// Items that a run names because a limit held them back.
    static final int MAX_NAMED = 1_000;
    /// How often a document may turn out superseded before it is given up until the next run.
    static final int MAX_SUPERSEDED = 5;

    private final Source source;
    private final SyncRuns runs;
    private final Connections connections;
    private final Items items;
    private final Intake intake;
    private final Documents documents;
    private final RemovalGuard guard;
    private final Watches watches;
    private final FileStage files;
    private final Jobs jobs;
    private final InstantSource clock;

    Stages(Source source, SyncRuns runs, Connections connections, Holdings holdings, Jobs jobs, InstantSource clock) {
        this.source = source;
        this.runs = runs;
        this.connections = connections;
        this.items = holdings.items();
        this.intake = holdings.intake();
        this.documents = holdings.documents();
        this.guard = holdings.guard();
        this.watches = holdings.watches();
        this.files = holdings.files();
        this.jobs = jobs;
        this.clock = clock;
    }

    /// What the stages write to.
    record Holdings(
            Items items, Intake intake, Documents documents, RemovalGuard guard, Watches watches, FileStage files) {}

    /// Asks the source what moved, and decides what the run has to read.
    SyncRun probe(SyncRun run, Grant grant) {
        Instant now = clock.instant();
        Pulse pulse = source.pulse(grant);
        return runs.checkpoint(run, () -> {
            Watch watch = watches.find(run.tenant(), run.connection()).orElse(Watch.UNKNOWN);
            long held = items.published(run.tenant(), run.connection());
            SyncRun.Counts taken = takeWithheld(run);
            Watch.Verdict verdict = run.mode() == SyncRun.Mode.CHECK
                    ? unlessTaken(taken, watch.weigh(pulse, held, now))
                    : Watch.Verdict.EVERYTHING;
            Watches.Asked asked = new Watches.Asked(run.id(), pulse, now, watch.moved(pulse, held));
            watches.asked(run.tenant(), run.connection(), asked, verdict);
            return switch (verdict) {
                case NOTHING -> {
                    runs.forgetChecksBefore(run);
                    yield Checkpoint.end(run, SyncRun.Counts.NONE);
                }
                case CHANGES -> Checkpoint.as(SyncRun.Mode.DELTA, taken);
                case EVERYTHING -> Checkpoint.as(runs.whole(run.tenant(), run.connection()), taken);
            };
        });
    }

    /// Lists one page of everything, or of what changed: items are recorded, and in mode *all* become documents; what
    /// moved is queued.
    SyncRun list(SyncRun run, Grant grant) {
        boolean whole = run.mode().whole();
        if (whole && run.cursor().equals(Cursor.START)) {
            connections.listing(run.tenant(), run.connection());
        }
        Listing page =
                whole ? source.list(grant, run.cursor(), PAGE) : source.changed(grant, since(run), run.cursor(), PAGE);
        return runs.checkpoint(run, () -> {
            SyncRun.Counts taken = run.cursor().equals(Cursor.START) ? takeWithheld(run) : SyncRun.Counts.NONE;
            SyncRun.Counts counts = record(run, page.items()).plus(taken);
            if (page.next().isPresent()) {
                return Checkpoint.listed(run, page.next().get(), page.expected(), counts);
            }
            if (whole) {
                connections.listed(run.tenant(), run.connection(), clock.instant());
                announceQueued(run);
            }
            return Checkpoint.to(run, SyncRun.Stage.FETCH, counts);
        });
    }

    private Watermark since(SyncRun run) {
        return watches.find(run.tenant(), run.connection())
                .orElse(Watch.UNKNOWN)
                .since();
    }

    /// Looks up what was asked for: published items become documents, everything else is skipped with the reason. A
    /// resynced document was queued when that was asked for.
    SyncRun resolve(SyncRun run, Grant grant) {
        List<String> wanted = run.request().externalIds();
        List<Item> found = source.find(grant, wanted);
        List<String> missing = wanted.stream()
                .filter(id -> found.stream().noneMatch(item -> item.externalId().startsWith(id)))
                .toList();
        Map<String, String> outside = source.outside(grant, missing);
        return runs.checkpoint(run, () -> {
            items.record(run.tenant(), run.connection(), run.id(), found);
            Intake.Admitted admitted = run.cause() == SyncRun.Cause.RESYNC
                    ? Intake.Admitted.NOTHING
                    : intake.select(run.tenant(), run.connection(), admission(run), ids(found));
            SyncRun.Counts removed = remove(run, missing, outside);
            runs.skip(run, missing.stream().map(id -> skipped(id, outside)).toList());
            return Checkpoint.to(
                    run,
                    SyncRun.Stage.FETCH,
                    SyncRun.Counts.ofListing(found.size(), 0, 0)
                            .plus(removed)
                            .plus(SyncRun.Counts.ofSkipped(missing.size()))
                            .plus(withheld(run, admitted)));
        });
    }

    /// Fetches a batch of what waits, stores it in small transactions, and asks again for what was superseded
    /// meanwhile.
    SyncRun fetch(SyncRun run, Grant grant) {
        List<ItemRef> waiting = intake.waiting(run.tenant(), run.connection(), FETCH);
        if (waiting.isEmpty()) {
            return runs.checkpoint(run, () -> fetched(run));
        }
        List<String> superseded = new ArrayList<>();
        SyncRun now = store(run, grant, waiting, superseded);
        return superseded.isEmpty() ? now : askAgain(now, grant, superseded);
    }

    /// After a whole listing, absence is looked at. After one of what changed, a number of items that is not the
    /// source's starts a whole one.
    private Checkpoint fetched(SyncRun run) {
        if (run.mode().whole()) {
            return Checkpoint.to(run, SyncRun.Stage.CONFIRM, SyncRun.Counts.NONE);
        }
        if (run.mode() == SyncRun.Mode.DELTA) {
            watches.readChanges(run.tenant(), run.connection(), run.id());
            long held = items.published(run.tenant(), run.connection());
            watches.number(run.tenant(), run.connection(), run.id())
                    .filter(number -> number != held)
                    .ifPresent(_ -> runs.create(
                            run.tenant(),
                            run.connection(),
                            run.cause(),
                            runs.whole(run.tenant(), run.connection()),
                            run.request().again()));
        }
        return documentsDone(run, SyncRun.Counts.NONE);
    }

    /// Asks again for items that the listing lacked: absence counts only when this question confirms it. What is
    /// published and lies outside our own scope is removed at once, however much it is: that is what was asked for.
    SyncRun confirm(SyncRun run, Grant grant) {
        List<String> unlisted = items.unlisted(run.tenant(), run.connection(), run.id(), CONFIRM);
        if (unlisted.isEmpty()) {
            boolean more = intake.waitingCount(run.tenant(), run.connection()) > 0;
            SyncRun.Stage next = more ? SyncRun.Stage.FETCH : SyncRun.Stage.REMOVE;
            return runs.checkpoint(run, () -> Checkpoint.to(run, next, SyncRun.Counts.NONE));
        }
        List<Item> found = source.find(grant, unlisted);
        Map<String, String> outside = source.outside(grant, without(unlisted, ids(found)));
        return runs.checkpoint(run, () -> {
            SyncRun.Counts counts = record(run, found);
            items.asked(run.tenant(), run.connection(), run.id(), unlisted);
            int removed = remove(run, outside.keySet(), Documents.Reason.OUT_OF_SCOPE);
            return Checkpoint.within(run, counts.plus(SyncRun.Counts.ofScope(removed)));
        });
    }

    /// Removes a batch of what is not published any more, or holds all of it when it is suspiciously much.
    SyncRun remove(SyncRun run) {
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
        List<String> batch = absent.stream().limit(REMOVE).toList();
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

    /// Asks what hangs on the documents and downloads it, a step at a time. What cannot be had fails alone.
    SyncRun files(SyncRun run, Grant grant) {
        Supplier<FileStage.Done> step = files.next(round(run), grant);
        return runs.checkpoint(run, () -> {
            FileStage.Done done = step.get();
            if (done.wake()) {
                wakeProcessing(run);
            }
            return done.last() ? Checkpoint.end(run, done.counts()) : Checkpoint.within(run, done.counts());
        });
    }

    /// Ends a run that cannot go on: what it would have fetched fails with it, and the connection says why.
    void failed(SyncRun run, String reason) {
        runs.fail(run, reason, () -> {
            intake.failed(run.tenant(), run.connection(), run.id(), told(run, reason));
            connections.failed(run.tenant(), run.connection(), reason);
            watches.distrust(run.tenant(), run.connection());
        });
    }

    /// On to the files, if documents have any that are wanted.
    Checkpoint documentsDone(SyncRun run, SyncRun.Counts counts) {
        return files.concerns(round(run))
                ? Checkpoint.to(run, SyncRun.Stage.FILES, counts)
                : Checkpoint.end(run, counts);
    }

    private FileStage.Round round(SyncRun run) {
        Reach reach = run.mode().whole() ? Reach.ALL : Reach.OF_RUN;
        return new FileStage.Round(
                run.tenant(), run.connection(), run.id(), reach, (gone, total) -> guard.holds(run, gone, total));
    }

    private SyncRun.Counts record(SyncRun run, List<Item> found) {
        items.record(run.tenant(), run.connection(), run.id(), found);
        List<String> ids = ids(found);
        boolean all = run.request().syncAll();
        Intake.Admitted admitted =
                all ? intake.admit(run.tenant(), run.connection(), admission(run), ids) : Intake.Admitted.NOTHING;
        int reapplied = all && run.cause().bringsOptions()
                ? intake.reapply(run.tenant(), run.connection(), admission(run), ids)
                : 0;
        Intake.Requeued as = run.cause().automatic() ? Intake.Requeued.EVALUATING : Intake.Requeued.QUEUED;
        intake.relabel(run.tenant(), run.connection(), ids);
        int requeued = intake.requeue(run.tenant(), run.connection(), run.id(), as, ids);
        if (requeued + reapplied > 0) {
            wakeProcessing(run);
        }
        return SyncRun.Counts.ofListing(found.size(), admitted.documents(), requeued + reapplied)
                .plus(withheld(run, admitted));
    }

    /// Takes up what a limit held back before and leaves room for by now, whether anything moved at the source or not.
    private SyncRun.Counts takeWithheld(SyncRun run) {
        Intake.Wanted wanted = run.request().syncAll() ? Intake.Wanted.ALL : Intake.Wanted.CHOSEN;
        Intake.Taken taken = intake.takeWithheld(run.tenant(), run.connection(), admission(run), wanted, PAGE);
        if (taken.queued() > 0) {
            wakeProcessing(run);
        }
        return SyncRun.Counts.ofListing(0, taken.admitted(), taken.queued());
    }

    /// What was taken up has to be fetched also when nothing moved.
    private static Watch.Verdict unlessTaken(SyncRun.Counts taken, Watch.Verdict verdict) {
        boolean any = taken.admitted() + taken.requeued() > 0;
        return any && verdict == Watch.Verdict.NOTHING ? Watch.Verdict.CHANGES : verdict;
    }

    /// The run names some of what a limit held back; the rest is counted.
    private SyncRun.Counts withheld(SyncRun run, Intake.Admitted admitted) {
        runs.note(
                run,
                admitted.withheld().stream()
                        .limit(Math.max(0, MAX_NAMED - run.skipped().size()))
                        .map(each -> new SyncRun.Skipped(each.externalId(), each.reason()))
                        .toList());
        return SyncRun.Counts.ofSkipped(admitted.withheld().size());
    }

    /// Clients learn from the connection that documents were queued, after connecting and by a sync link: they read
    /// their lists of files again then, and at no other time.
    private void announceQueued(SyncRun run) {
        boolean allOfNew = run.cause() == SyncRun.Cause.CONNECT && run.request().syncAll();
        if (allOfNew || run.cause() == SyncRun.Cause.SYNC_URL) {
            connections.filesQueued(run.tenant(), run.connection(), clock.instant());
        }
    }

    private SyncRun store(SyncRun run, Grant grant, List<ItemRef> waiting, List<String> superseded) {
        SyncRun now = run;
        try (Stream<Fetched> fetched = source.fetch(grant, waiting)) {
            Iterator<Fetched> answers = fetched.iterator();
            while (answers.hasNext()) {
                List<Fetched> batch = new ArrayList<>(STORE);
                while (batch.size() < STORE && answers.hasNext()) {
                    batch.add(answers.next());
                }
                now = store(now, batch, superseded);
            }
        }
        return now;
    }

    private SyncRun store(SyncRun run, List<Fetched> batch, List<String> superseded) {
        return runs.checkpoint(run, () -> {
            intake.lock(run.tenant(), run.connection(), asked(batch));
            int changed = 0;
            int unreadable = 0;
            int before = superseded.size();
            for (Fetched answer : batch) {
                switch (answer) {
                    case Fetched.Content content ->
                        changed += intake.fetched(run.tenant(), run.connection(), content) ? 1 : 0;
                    case Fetched.Superseded gone -> superseded.add(gone.asked().externalId());
                    case Fetched.Unreadable bad -> {
                        intake.failed(
                                run.tenant(), run.connection(), bad.asked().externalId(), told(run, bad.reason()));
                        unreadable++;
                    }
                }
            }
            if (changed > 0) {
                wakeProcessing(run);
            }
            return Checkpoint.within(
                    run, SyncRun.Counts.ofFetch(batch.size(), changed, superseded.size() - before, unreadable));
        });
    }

    /// What was republished while we asked for it has a new revision; what is not published any more waits for no
    /// fetch and is asked for once more before it is removed.
    private SyncRun askAgain(SyncRun run, Grant grant, List<String> superseded) {
        List<Item> found = source.find(grant, superseded);
        List<String> ids = ids(found);
        List<String> gone = without(superseded, ids);
        Map<String, String> outside = run.mode() == SyncRun.Mode.SELECTED ? source.outside(grant, gone) : Map.of();
        return runs.checkpoint(run, () -> {
            intake.lock(run.tenant(), run.connection(), superseded);
            items.record(run.tenant(), run.connection(), run.id(), found);
            intake.superseded(run.tenant(), run.connection(), ids, MAX_SUPERSEDED);
            if (run.mode() == SyncRun.Mode.SELECTED) {
                SyncRun.Counts removed = remove(run, gone, outside);
                runs.skip(run, gone.stream().map(id -> skipped(id, outside)).toList());
                return Checkpoint.within(run, removed);
            }
            gone.forEach(id -> intake.settle(run.tenant(), run.connection(), id));
            items.doubt(run.tenant(), run.connection(), gone);
            return Checkpoint.within(run, SyncRun.Counts.NONE);
        });
    }

    private static List<String> without(List<String> all, Collection<String> some) {
        Set<String> known = Set.copyOf(some);
        return all.stream().filter(id -> !known.contains(id)).toList();
    }

    /// Removes what is not there any more, each for its own reason.
    private SyncRun.Counts remove(SyncRun run, List<String> missing, Map<String, String> outside) {
        int outOfScope = remove(run, outside.keySet(), Documents.Reason.OUT_OF_SCOPE);
        int unpublished = remove(run, without(missing, outside.keySet()), Documents.Reason.NOT_PUBLISHED);
        return SyncRun.Counts.ofScope(outOfScope).plus(SyncRun.Counts.ofRemoval(unpublished, 0));
    }

    private int remove(SyncRun run, Collection<String> externalIds, Documents.Reason reason) {
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

    private void wakeProcessing(SyncRun run) {
        jobs.wake(Lane.BULK, Processing.NAME, run.tenant().toString());
    }

    private static Intake.Admission admission(SyncRun run) {
        SyncRun.Request request = run.request();
        return new Intake.Admission(
                run.id(), request.options(), request.tags(), request.requestId(), request.uploadId(), occasion(run));
    }

    private static Intake.Occasion occasion(SyncRun run) {
        return switch (run.cause()) {
            case CONNECT, SYNC_URL, FILES_SYNC -> Intake.Occasion.CHOSEN;
            case ITEMS_SYNC, RESYNC, RELEASE, SETTINGS -> Intake.Occasion.ASKED;
            case SCHEDULE, CHECK -> Intake.Occasion.AUTOMATIC;
        };
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::externalId).toList();
    }

    private static List<String> asked(List<Fetched> answers) {
        return answers.stream().map(answer -> answer.asked().externalId()).toList();
    }

    /// What a document says when it cannot be fetched. Clients know the words for automatic runs.
    private static String told(SyncRun run, String reason) {
        return run.cause().automatic() ? "failed to auto-sync during scheduled sync: " + reason : reason;
    }

    private static SyncRun.Skipped skipped(String externalId, Map<String, String> outside) {
        return new SyncRun.Skipped(
                externalId,
                outside.entrySet().stream()
                        .filter(each -> each.getKey().startsWith(externalId))
                        .map(each -> "outside the scope that is set for the connection: " + each.getValue())
                        .findFirst()
                        .orElse("not published, or not visible to the connected user"));
    }
}
