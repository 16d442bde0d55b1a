package dev.allotrope.sync.files;

import dev.allotrope.library.attachment.AttachedDocuments;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.watch.Watch;
import dev.allotrope.sync.watch.Watches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What checks see of files: new versions, and files that were hung on documents or taken off them. None of these moves
/// a document, so each is asked for; which documents it concerns is noted, and the run asks about those.
final class FileChanges {
    private static final Runnable NOTHING = () -> {};
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Attachments source;
    private final AttachedDocuments attached;
    private final Watches watches;

    FileChanges(Attachments source, AttachedDocuments attached, Watches watches) {
        this.source = source;
        this.attached = attached;
        this.watches = watches;
    }

    /// A run that reads everything asks from when on it is known what hangs where; a check asks what happened since
    /// then. Nobody is asked where no files are wanted. Answers how to note it.
    Runnable of(SyncRun run, Grant grant) {
        boolean wanted = run.request().options().attachments() || attached.wanted(run.tenant(), run.connection());
        if (!wanted) {
            return NOTHING;
        }
        if (run.mode().whole()) {
            Optional<HungFiles> now = source.hung(grant);
            return () -> now.ifPresent(known -> watches.hung(run.tenant(), run.connection(), known));
        }
        return run.mode() == SyncRun.Mode.CHECK
                ? watches.known(run.tenant(), run.connection())
                        .readEverythingSince()
                        .map(since -> since(run, grant, since))
                        .orElse(NOTHING)
                : NOTHING;
    }

    private Runnable since(SyncRun run, Grant grant, Instant since) {
        List<AttachedFile> files = new ArrayList<>(source.filesChangedSince(grant, since));
        Optional<HungFiles> now = source.hung(grant);
        HungFiles known = watches.hung(run.tenant(), run.connection()).orElse(new HungFiles(UNKNOWN, since));
        Optional<List<AttachedFile>> hung = now.filter(moved -> !moved.equals(known))
                .flatMap(_ -> source.filesHungSince(grant, known.newest().minus(Watch.LOOKBACK)));
        if (hung.isEmpty()) {
            return files.isEmpty() ? NOTHING : () -> attached.askAgain(run.tenant(), run.connection(), files);
        }
        files.addAll(hung.get());
        return () -> note(run, files, known, now.orElseThrow());
    }

    /// Whether what was taken off is made up for by what was hung cannot be told, so only a greater number says that
    /// nothing was taken off. Both at the same time wait for the next whole listing when more was hung.
    private void note(SyncRun run, List<AttachedFile> files, HungFiles known, HungFiles now) {
        attached.askAgain(run.tenant(), run.connection(), files);
        if (now.number() <= known.number()) {
            attached.askThoseWithFiles(run.tenant(), run.connection());
        }
        watches.hung(run.tenant(), run.connection(), now);
    }
}
