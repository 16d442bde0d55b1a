package dev.allotrope.sync;

import dev.allotrope.job.Jobs;
import dev.allotrope.library.Intake;
import dev.allotrope.library.item.Items;
import dev.allotrope.source.Item;
import dev.allotrope.sync.process.Processing;
import java.util.List;

/// How items that a run comes upon become documents, and documents are queued again: as the run's request and the
/// customer's limits have it. Call inside the run's transaction.
final class Admitting {
    /// Items that a run names because a limit held them back.
    static final int MAX_NAMED = 1_000;

    private final SyncRuns runs;
    private final Items items;
    private final Intake intake;
    private final Jobs jobs;

    Admitting(SyncRuns runs, Stages.Holdings holdings, Jobs jobs) {
        this.runs = runs;
        this.items = holdings.items();
        this.intake = holdings.intake();
        this.jobs = jobs;
    }

    /// Records what a listing shows. In mode *all* it becomes documents; what moved is queued.
    SyncRun.Counts record(SyncRun run, List<Item> found) {
        items.record(run.tenant(), run.connection(), run.id(), found);
        List<String> ids = Stages.ids(found);
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
            Processing.wake(jobs, run.tenant());
        }
        return SyncRun.Counts.ofListing(found.size(), admitted.documents(), requeued + reapplied)
                .plus(withheld(run, admitted.withheld()));
    }

    /// Takes up what a limit held back before and leaves room for by now, whether anything moved at the source or not.
    SyncRun.Counts takeWithheld(SyncRun run) {
        Intake.Wanted wanted = run.request().syncAll() ? Intake.Wanted.ALL : Intake.Wanted.CHOSEN;
        Intake.Taken taken = intake.takeWithheld(run.tenant(), run.connection(), admission(run), wanted, Stages.PAGE);
        if (taken.queued() > 0) {
            Processing.wake(jobs, run.tenant());
        }
        return SyncRun.Counts.ofListing(0, taken.admitted(), taken.queued());
    }

    /// Makes documents of items that somebody chose, or queues those that are.
    SyncRun.Counts select(SyncRun run, List<Item> found) {
        items.record(run.tenant(), run.connection(), run.id(), found);
        Intake.Admitted admitted = run.cause() == SyncRun.Cause.RESYNC
                ? Intake.Admitted.NOTHING
                : intake.select(run.tenant(), run.connection(), admission(run), Stages.ids(found));
        return SyncRun.Counts.ofListing(found.size(), 0, 0).plus(withheld(run, admitted.withheld()));
    }

    /// The run names some of what a limit held back; the rest is counted.
    SyncRun.Counts withheld(SyncRun run, List<Intake.Withheld> withheld) {
        runs.note(
                run,
                withheld.stream()
                        .limit(Math.max(0, MAX_NAMED - run.skipped().size()))
                        .map(each -> new SyncRun.Skipped(each.externalId(), each.reason()))
                        .toList());
        return SyncRun.Counts.ofSkipped(withheld.size());
    }

    private static Intake.Admission admission(SyncRun run) {
        SyncRun.Request request = run.request();
        return new Intake.Admission(
                run.id(), request.options(), request.tags(), request.requestId(), request.uploadId(), occasion(run));
    }

    static Intake.Occasion occasion(SyncRun run) {
        return switch (run.cause()) {
            case CONNECT, SYNC_URL, FILES_SYNC -> Intake.Occasion.CHOSEN;
            case ITEMS_SYNC, RESYNC, RELEASE, SETTINGS -> Intake.Occasion.ASKED;
            case SCHEDULE, CHECK -> Intake.Occasion.AUTOMATIC;
        };
    }
}
