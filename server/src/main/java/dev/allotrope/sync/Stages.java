package dev.allotrope.sync;

import dev.allotrope.connect.Connections;
import dev.allotrope.job.Jobs;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.attachment.AttachedDocuments.Asking;
import dev.allotrope.library.attachment.AttachedDocuments.Reach;
import dev.allotrope.library.item.Items;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The steps of a run, one method a stage.
final class Stages {
    /// Items on a page of a listing.
    static final int PAGE = 2_000;
    /// Items asked for again in one question.
    static final int CONFIRM = 400;

    private final Source source;
    private final SyncRuns runs;
    private final Connections connections;
    private final Items items;
    private final Intake intake;
    private final RemovalGuard guard;
    private final Watches watches;
    private final FileStage files;
    private final Jobs jobs;
    private final InstantSource clock;
    private final Admitting admitting;
    private final Removals removals;
    private final Fetching fetching;

    Stages(Source source, SyncRuns runs, Connections connections, Holdings holdings, Jobs jobs, InstantSource clock) {
        this.source = source;
        this.runs = runs;
        this.connections = connections;
        this.items = holdings.items();
        this.intake = holdings.intake();
        this.guard = holdings.guard();
        this.watches = holdings.watches();
        this.files = holdings.files();
        this.jobs = jobs;
        this.clock = clock;
        this.admitting = new Admitting(runs, holdings, jobs);
        this.removals = new Removals(runs, connections, holdings);
        this.fetching = new Fetching(source, runs, holdings, removals, jobs);
    }

    /// What the stages write to.
    record Holdings(
            Items items, Intake intake, Documents documents, RemovalGuard guard, Watches watches, FileStage files) {}

    /// Asks the source what moved, and decides what the run has to read.
    SyncRun probe(SyncRun run, Grant grant) {
        Instant now = clock.instant();
        Pulse pulse = source.pulse(grant);
        Runnable changedFiles = files.changed(run, grant, watches);
        return runs.checkpoint(run, () -> {
            changedFiles.run();
            Watch watch = watches.known(run.tenant(), run.connection());
            long held = items.published(run.tenant(), run.connection());
            SyncRun.Counts taken = admitting.takeWithheld(run);
            Watch.Verdict verdict = run.mode() == SyncRun.Mode.CHECK
                    ? unlessTaken(taken, watch.weigh(pulse, held, now))
                    : Watch.Verdict.EVERYTHING;
            Watches.Asked asked = new Watches.Asked(run.id(), pulse, now, watch.moved(pulse, held));
            watches.asked(run.tenant(), run.connection(), asked, verdict);
            return switch (verdict) {
                case NOTHING -> {
                    runs.forgetChecksBefore(run);
                    yield documentsDone(run, SyncRun.Counts.NONE);
                }
                case CHANGES -> Checkpoint.as(SyncRun.Mode.DELTA, taken);
                case EVERYTHING -> Checkpoint.as(runs.whole(run.tenant(), run.connection()), taken);
            };
        });
    }

    /// What was taken up has to be fetched also when nothing moved.
    private static Watch.Verdict unlessTaken(SyncRun.Counts taken, Watch.Verdict verdict) {
        boolean any = taken.admitted() + taken.requeued() > 0;
        return any && verdict == Watch.Verdict.NOTHING ? Watch.Verdict.CHANGES : verdict;
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
            SyncRun.Counts taken =
                    run.cursor().equals(Cursor.START) ? admitting.takeWithheld(run) : SyncRun.Counts.NONE;
            SyncRun.Counts counts = admitting.record(run, page.items()).plus(taken);
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
        return watches.known(run.tenant(), run.connection()).since();
    }

    /// Looks up what was asked for: published items become documents, everything else is skipped with the reason. A
    /// resynced document was queued when that was asked for.
    SyncRun resolve(SyncRun run, Grant grant) {
        Wishes wishes = Wishes.of(source, run.request().externalIds());
        List<Item> found = source.find(grant, wishes.ids());
        List<String> missing = wishes.missing(found);
        Set<String> absent = wishes.absent(found, items.ofFamilies(run.tenant(), run.connection(), wishes.families()));
        Set<String> unseen = new LinkedHashSet<>(absent);
        unseen.addAll(missing);
        Map<String, String> outside = source.outside(grant, unseen);
        return runs.checkpoint(run, () -> {
            SyncRun.Counts selected = admitting.select(run, found);
            SyncRun.Counts removed = removals.remove(run, absent, outside);
            runs.skip(run, wishes.skipped(missing, outside));
            return Checkpoint.to(
                    run, SyncRun.Stage.FETCH, selected.plus(removed).plus(SyncRun.Counts.ofSkipped(missing.size())));
        });
    }

    /// Fetches a batch of what waits.
    SyncRun fetch(SyncRun run, Grant grant) {
        return fetching.next(run, grant, this::fetched);
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
            SyncRun.Counts counts = admitting.record(run, found);
            items.asked(run.tenant(), run.connection(), run.id(), unlisted);
            int removed = removals.remove(run, outside.keySet(), Documents.Reason.OUT_OF_SCOPE);
            return Checkpoint.within(run, counts.plus(SyncRun.Counts.ofScope(removed)));
        });
    }

    /// Removes a batch of what is not published any more.
    SyncRun remove(SyncRun run) {
        return removals.next(run);
    }

    /// Asks what hangs on the documents and downloads it, a step at a time. What cannot be had fails alone.
    SyncRun files(SyncRun run, Grant grant) {
        FileStage.Step step = files.next(round(run), grant);
        SyncRun now = runs.checkpoint(run, () -> {
            FileStage.Done done = step.write();
            if (done.wake()) {
                Processing.wake(jobs, run.tenant());
            }
            SyncRun.Counts counts = done.counts().plus(admitting.withheld(run, done.withheld()));
            return done.last() ? Checkpoint.end(run, counts) : Checkpoint.within(run, counts);
        });
        step.end();
        return now;
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
        Asking asking = new Asking(run.id(), Admitting.occasion(run));
        return new FileStage.Round(
                run.tenant(), run.connection(), asking, reach, (gone, total) -> guard.holds(run, gone, total));
    }

    /// Clients learn from the connection that documents were queued, after connecting and by a sync link: they read
    /// their lists of files again then, and at no other time.
    private void announceQueued(SyncRun run) {
        boolean allOfNew = run.cause() == SyncRun.Cause.CONNECT && run.request().syncAll();
        if (allOfNew || run.cause() == SyncRun.Cause.SYNC_URL) {
            connections.filesQueued(run.tenant(), run.connection(), clock.instant());
        }
    }

    static List<String> ids(List<Item> items) {
        return items.stream().map(Item::externalId).toList();
    }

    static List<String> without(List<String> all, Collection<String> some) {
        Set<String> known = Set.copyOf(some);
        return all.stream().filter(id -> !known.contains(id)).toList();
    }

    /// What a document says when it cannot be fetched. Clients know the words for automatic runs.
    static String told(SyncRun run, String reason) {
        return run.cause().automatic() ? "failed to auto-sync during scheduled sync: " + reason : reason;
    }
}
