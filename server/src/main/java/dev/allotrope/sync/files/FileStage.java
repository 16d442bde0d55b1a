package dev.allotrope.sync.files;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.attachment.AttachedDocuments;
import dev.allotrope.library.attachment.AttachedDocuments.Article;
import dev.allotrope.library.attachment.AttachedDocuments.Asking;
import dev.allotrope.library.attachment.AttachedDocuments.Found;
import dev.allotrope.library.attachment.AttachedDocuments.Reach;
import dev.allotrope.library.attachment.Downloads;
import dev.allotrope.library.attachment.Downloads.Waiting;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The steps of a run that is about files: ask what hangs on its documents, remove what does not any more, download
/// what is new.
public final class FileStage {
    /// Documents asked about in one question.
    static final int ASK = 500;
    /// Files that wait of which the next to download are chosen.
    static final int WAITING = 20;
    /// Files removed in one transaction.
    static final int REMOVE = 100;

    private final Attachments source;
    private final AttachedDocuments attached;
    private final Downloads downloads;
    private final Documents documents;
    private final Intake intake;
    private final FileLimits limits;
    private final FileDownloads together;

    public FileStage(
            Attachments source,
            AttachedDocuments attached,
            Downloads downloads,
            Documents documents,
            Intake intake,
            FileLimits limits) {
        this.source = source;
        this.attached = attached;
        this.downloads = downloads;
        this.documents = documents;
        this.intake = intake;
        this.limits = limits;
        this.together = new FileDownloads(source, limits.bytes());
    }

    /// A run as far as its files are concerned.
    public record Round(Tenant tenant, ConnectionId connection, Asking asking, Reach reach, Guard guard) {
        RunId run() {
            return asking.run();
        }
    }

    /// Says whether a run may not remove so many files of so many.
    public interface Guard {
        boolean holds(long gone, long total);
    }

    /// What a step did, as the run counts it, and which files it held back. With `wake` there is something to process.
    public record Done(SyncRun.Counts counts, List<Intake.Withheld> withheld, boolean wake, boolean last) {
        private static final Done NOTHING_LEFT = new Done(SyncRun.Counts.NONE, List.of(), false, true);

        private static Done asked(AttachedDocuments.Recorded recorded) {
            return new Done(SyncRun.Counts.NONE, recorded.withheld(), recorded.again() > 0, false);
        }

        private static Done removed(int removed) {
            return new Done(SyncRun.Counts.ofRemoval(removed, 0), List.of(), false, false);
        }

        private static Done held(int held) {
            return new Done(SyncRun.Counts.ofRemoval(0, held), List.of(), false, false);
        }

        private static Done downloaded(int changed, int unreadable) {
            SyncRun.Counts counts = SyncRun.Counts.ofFetch(changed + unreadable, changed, 0, unreadable);
            return new Done(counts, List.of(), changed > 0, false);
        }
    }

    /// Whether there is anything to do for a run: without files it ends as it would without this stage.
    public boolean concerns(Round round) {
        return !attached.unasked(round.tenant(), round.connection(), round.run(), round.reach(), 1)
                        .isEmpty()
                || !downloads.waiting(round.tenant(), round.connection(), 1).isEmpty()
                || !attached.unwanted(round.tenant(), round.connection(), 1).isEmpty();
    }

    /// What a step learned. `write` notes it, inside the transaction that moves the run on; `end` comes after that, and
    /// throws what kept a part of it away for now.
    public interface Step {
        Done write();

        default void end() {}
    }

    /// What a run finds out at its beginning about files, which no document shows. Answers how to note it.
    public Runnable changed(SyncRun run, Grant grant, Watches watches) {
        return new FileChanges(source, attached, watches).of(run, grant);
    }

    /// Asks the source what the next step needs.
    public Step next(Round round, Grant grant) {
        List<DocumentId> unwanted = attached.unwanted(round.tenant(), round.connection(), REMOVE);
        if (!unwanted.isEmpty()) {
            return () -> Done.removed(
                    documents.remove(round.tenant(), unwanted, Documents.Reason.NOT_PUBLISHED, Documents.Notice.GIVEN));
        }
        List<Article> asked = attached.unasked(round.tenant(), round.connection(), round.run(), round.reach(), ASK);
        if (!asked.isEmpty()) {
            List<Found> found = found(source.of(
                    grant, asked.stream().map(Article::revisionId).distinct().toList()));
            return () -> Done.asked(attached.record(round.tenant(), round.asking(), asked, found));
        }
        List<DocumentId> missed = attached.missed(round.tenant(), round.connection(), round.run());
        if (!missed.isEmpty()) {
            return remove(round, missed);
        }
        return download(round, grant);
    }

    /// Which of these files are downloaded, and why the others are not.
    private List<Found> found(List<AttachedFile> files) {
        Map<String, Integer> counts = new HashMap<>();
        List<Found> found = new ArrayList<>();
        for (AttachedFile file : files) {
            int count = counts.merge(file.revisionId(), 1, Integer::sum);
            found.add(new Found(file, limits.refusal(file, count).orElse(null)));
        }
        return found;
    }

    private Step remove(Round round, List<DocumentId> missed) {
        if (round.guard().holds(missed.size(), attached.count(round.tenant(), round.connection()))) {
            return () -> {
                attached.hold(round.tenant(), round.connection(), missed);
                attached.heldBy(round.tenant(), round.connection(), round.run());
                return Done.held(missed.size());
            };
        }
        List<DocumentId> batch = missed.stream().limit(REMOVE).toList();
        return () -> Done.removed(
                documents.remove(round.tenant(), batch, Documents.Reason.NOT_PUBLISHED, Documents.Notice.GIVEN));
    }

    private Step download(Round round, Grant grant) {
        List<Waiting> waiting = downloads.waiting(round.tenant(), round.connection(), WAITING);
        if (waiting.isEmpty()) {
            return () -> Done.NOTHING_LEFT;
        }
        Waiting first = waiting.getFirst();
        if (downloads.isHeld(round.tenant(), round.connection(), first)) {
            return () -> Done.downloaded(downloads.copy(round.tenant(), round.connection(), first) ? 1 : 0, 0);
        }
        List<Waiting> batch = FileDownloads.batch(waiting).stream()
                .filter(file -> file.equals(first) || !downloads.isHeld(round.tenant(), round.connection(), file))
                .toList();
        FileDownloads.Batch downloaded = together.download(grant, batch);
        return new Step() {
            @Override
            public Done write() {
                return written(round, downloaded.answers());
            }

            @Override
            public void end() {
                downloaded.requireAll();
            }
        };
    }

    private Done written(Round round, Map<Waiting, Downloaded> answers) {
        int changed = 0;
        int unreadable = 0;
        for (Map.Entry<Waiting, Downloaded> each : answers.entrySet()) {
            switch (each.getValue()) {
                case Downloaded.Bytes bytes ->
                    changed += downloads.keep(round.tenant(), each.getKey(), bytes.content()) ? 1 : 0;
                case Downloaded.Unavailable no -> {
                    unreadable++;
                    intake.failed(
                            round.tenant(),
                            round.connection(),
                            each.getKey().externalId(),
                            "could not download file " + each.getKey().name() + ": " + no.reason());
                }
            }
        }
        return Done.downloaded(changed, unreadable);
    }
}
