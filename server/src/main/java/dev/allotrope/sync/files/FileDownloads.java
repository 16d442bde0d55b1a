package dev.allotrope.sync.files;

import dev.allotrope.kernel.Failure;
import dev.allotrope.library.attachment.Downloads.Waiting;
import dev.allotrope.source.Ahead;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Downloads some files at once: as many as a source is asked at a time, and as much as may be held.
final class FileDownloads {
    /// Files that are downloaded at once.
    static final int PARALLEL = 4;
    /// The most bytes of files downloaded at once, one that is longer alone excepted.
    static final long MAX_BYTES = 32L << 20;

    private final Attachments source;
    private final long longest;

    FileDownloads(Attachments source, long longest) {
        this.source = source;
        this.longest = longest;
    }

    /// The first of these that are downloaded together. A version that hangs on several documents is downloaded once.
    static List<Waiting> batch(List<Waiting> waiting) {
        List<Waiting> batch = new ArrayList<>();
        Set<String> versions = new HashSet<>();
        long bytes = 0;
        for (Waiting file : waiting) {
            if (!versions.add(file.versionId())) {
                continue;
            }
            bytes += file.bytes();
            if (batch.size() == PARALLEL || (!batch.isEmpty() && bytes > MAX_BYTES)) {
                break;
            }
            batch.add(file);
        }
        return batch;
    }

    /// What came of each, in order, and why others did not come for now.
    record Batch(Map<Waiting, Downloaded> answers, List<Failure> failures) {
        void requireAll() {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        }
    }

    /// Throws [Failure] when none of them came.
    Batch download(Grant grant, List<Waiting> batch) {
        Map<Waiting, Ahead<Downloaded>> begun = new LinkedHashMap<>();
        batch.forEach(file -> begun.put(file, Ahead.start(() -> source.file(grant, file.versionId(), longest))));
        try {
            return answers(begun);
        } finally {
            begun.values().forEach(Ahead::cancel);
        }
    }

    private static Batch answers(Map<Waiting, Ahead<Downloaded>> begun) {
        Map<Waiting, Downloaded> answers = new LinkedHashMap<>();
        List<Failure> failures = new ArrayList<>();
        begun.forEach((file, download) -> {
            try {
                answers.put(file, download.join());
            } catch (Failure failure) {
                failures.add(failure);
            }
        });
        Batch batch = new Batch(answers, failures);
        if (answers.isEmpty()) {
            batch.requireAll();
        }
        return batch;
    }
}
