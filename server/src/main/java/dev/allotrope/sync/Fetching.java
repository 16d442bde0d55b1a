package dev.allotrope.sync;

import dev.allotrope.job.Jobs;
import dev.allotrope.library.Intake;
import dev.allotrope.library.item.Items;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Source;
import dev.allotrope.sync.process.Processing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Fetches what waits for it.
final class Fetching {
    /// Items handed to the source in one fetch, and documents stored in one transaction.
    static final int FETCH = 2_000;

    static final int STORE = 64;
    /// How often a document may turn out superseded before it is given up until the next run.
    static final int MAX_SUPERSEDED = 5;

    private final Source source;
    private final SyncRuns runs;
    private final Items items;
    private final Intake intake;
    private final Removals removals;
    private final Jobs jobs;

    Fetching(Source source, SyncRuns runs, Stages.Holdings holdings, Removals removals, Jobs jobs) {
        this.source = source;
        this.runs = runs;
        this.items = holdings.items();
        this.intake = holdings.intake();
        this.removals = removals;
        this.jobs = jobs;
    }

    /// Fetches a batch of what waits, stores it in small transactions, and asks again for what was superseded
    /// meanwhile. When nothing waits any more, `fetched` says how the run goes on.
    SyncRun next(SyncRun run, Grant grant, Function<SyncRun, Checkpoint> fetched) {
        List<ItemRef> waiting = intake.waiting(run.tenant(), run.connection(), FETCH);
        if (waiting.isEmpty()) {
            return runs.checkpoint(run, () -> fetched.apply(run));
        }
        List<String> superseded = new ArrayList<>();
        SyncRun now = store(run, grant, waiting, superseded);
        return superseded.isEmpty() ? now : askAgain(now, grant, superseded);
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
                                run.tenant(),
                                run.connection(),
                                bad.asked().externalId(),
                                Stages.told(run, bad.reason()));
                        unreadable++;
                    }
                }
            }
            if (changed > 0) {
                Processing.wake(jobs, run.tenant());
            }
            // What was superseded is counted when it was asked for again: until then it is fetched once more after a
            // crash.
            int settled = batch.size() - (superseded.size() - before);
            return Checkpoint.within(run, SyncRun.Counts.ofFetch(settled, changed, 0, unreadable));
        });
    }

    /// What was republished while we asked for it has a new revision; what is not published any more waits for no
    /// fetch and is asked for once more before it is removed.
    private SyncRun askAgain(SyncRun run, Grant grant, List<String> superseded) {
        List<Item> found = source.find(grant, superseded);
        List<String> ids = Stages.ids(found);
        List<String> gone = Stages.without(superseded, ids);
        Map<String, String> outside = run.mode() == SyncRun.Mode.SELECTED ? source.outside(grant, gone) : Map.of();
        SyncRun.Counts counts = SyncRun.Counts.ofFetch(superseded.size(), 0, superseded.size(), 0);
        return runs.checkpoint(run, () -> {
            intake.lock(run.tenant(), run.connection(), superseded);
            items.record(run.tenant(), run.connection(), run.id(), found);
            intake.superseded(run.tenant(), run.connection(), ids, MAX_SUPERSEDED);
            if (run.mode() == SyncRun.Mode.SELECTED) {
                SyncRun.Counts removed = removals.remove(run, gone, outside);
                runs.skip(
                        run,
                        gone.stream().map(id -> Wishes.skipped(id, outside)).toList());
                return Checkpoint.within(run, counts.plus(removed));
            }
            gone.forEach(id -> intake.settle(run.tenant(), run.connection(), id));
            items.doubt(run.tenant(), run.connection(), gone);
            return Checkpoint.within(run, counts);
        });
    }

    private static List<String> asked(List<Fetched> answers) {
        return answers.stream().map(answer -> answer.asked().externalId()).toList();
    }
}
