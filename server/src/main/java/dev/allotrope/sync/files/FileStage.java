package dev.allotrope.sync.files;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.attachment.AttachedDocuments;
import dev.allotrope.library.attachment.AttachedDocuments.Article;
import dev.allotrope.library.attachment.AttachedDocuments.Found;
import dev.allotrope.library.attachment.AttachedDocuments.Reach;
import dev.allotrope.library.attachment.Downloads;
import dev.allotrope.library.attachment.Downloads.Waiting;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The steps of a run that is about files: ask what hangs on its documents, remove what does not any more, download
/// what is new.
public final class FileStage {
    /// Documents asked about in one question.
    static final int ASK = 500;
    /// Files removed in one transaction.
    static final int REMOVE = 100;

    private final Attachments source;
    private final AttachedDocuments attached;
    private final Downloads downloads;
    private final Documents documents;
    private final Intake intake;
    private final FileLimits limits;

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
    }

    /// A run as far as its files are concerned.
    public record Round(Tenant tenant, ConnectionId connection, RunId run, Reach reach, Guard guard) {}

    /// Says whether a run may not remove so many files of so many.
    public interface Guard {
        boolean holds(long gone, long total);
    }

    /// What a step did. With `wake` there is something to process.
    public record Done(int changed, int unreadable, int removed, int held, boolean wake, boolean last) {
        private static final Done NOTHING_LEFT = new Done(0, 0, 0, 0, false, true);

        /// As the run counts it.
        public SyncRun.Counts counts() {
            return new SyncRun.Counts(0, 0, 0, changed + unreadable, changed, 0, unreadable, removed, held, 0, 0);
        }

        private static Done removed(int removed) {
            return new Done(0, 0, removed, 0, false, false);
        }
    }

    /// Whether there is anything to do for a run: without files it ends as it would without this stage.
    public boolean concerns(Round round) {
        return !attached.unasked(round.tenant(), round.connection(), round.run(), round.reach(), 1)
                        .isEmpty()
                || !downloads.waiting(round.tenant(), round.connection(), 1).isEmpty()
                || !attached.unwanted(round.tenant(), round.connection(), 1).isEmpty();
    }

    /// Asks the source what the next step needs, and answers how to write it: inside the transaction that moves the
    /// run on.
    public Supplier<Done> next(Round round, Grant grant) {
        List<DocumentId> unwanted = attached.unwanted(round.tenant(), round.connection(), REMOVE);
        if (!unwanted.isEmpty()) {
            return () -> Done.removed(
                    documents.remove(round.tenant(), unwanted, Documents.Reason.NOT_PUBLISHED, Documents.Notice.GIVEN));
        }
        List<Article> asked = attached.unasked(round.tenant(), round.connection(), round.run(), round.reach(), ASK);
        if (!asked.isEmpty()) {
            List<Found> found = found(source.of(
                    grant, asked.stream().map(Article::revisionId).distinct().toList()));
            return () -> {
                int again = attached.record(round.tenant(), round.run(), asked, found);
                return new Done(0, 0, 0, 0, again > 0, false);
            };
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

    private Supplier<Done> remove(Round round, List<DocumentId> missed) {
        if (round.guard().holds(missed.size(), attached.count(round.tenant(), round.connection()))) {
            return () -> {
                attached.hold(round.tenant(), round.connection(), missed);
                attached.heldBy(round.tenant(), round.connection(), round.run());
                return new Done(0, 0, 0, missed.size(), false, false);
            };
        }
        List<DocumentId> batch = missed.stream().limit(REMOVE).toList();
        return () -> Done.removed(
                documents.remove(round.tenant(), batch, Documents.Reason.NOT_PUBLISHED, Documents.Notice.GIVEN));
    }

    private Supplier<Done> download(Round round, Grant grant) {
        Optional<Waiting> next = downloads.waiting(round.tenant(), round.connection(), 1).stream()
                .findFirst();
        if (next.isEmpty()) {
            return () -> Done.NOTHING_LEFT;
        }
        Waiting file = next.get();
        if (downloads.isHeld(round.tenant(), round.connection(), file)) {
            return () ->
                    new Done(downloads.copy(round.tenant(), round.connection(), file) ? 1 : 0, 0, 0, 0, true, false);
        }
        return switch (source.file(grant, file.versionId(), limits.bytes())) {
            case Downloaded.Bytes bytes ->
                () -> new Done(downloads.keep(round.tenant(), file, bytes.content()) ? 1 : 0, 0, 0, 0, true, false);
            case Downloaded.Unavailable no ->
                () -> {
                    intake.failed(
                            round.tenant(),
                            round.connection(),
                            file.externalId(),
                            "could not download file " + file.name() + ": " + no.reason());
                    return new Done(0, 1, 0, 0, false, false);
                };
        };
    }
}
