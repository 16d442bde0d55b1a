package dev.allotrope.carbon.models;

import dev.allotrope.library.Reembeddings.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far the embedding of all files by the models of now is. `files` had other vectors when it was asked for; those
/// that failed keep what they have. Without `finishedAt` it goes on, if it was asked for at `requestedAt`.
record ReembedResponse(
        @Nullable Instant requestedAt, @Nullable Instant finishedAt, long files, long reembedded, long failed) {
    /// Of a customer for whom nobody ever asked for it.
    static final ReembedResponse NEVER = new ReembedResponse(null, null, 0, 0, 0);

    static ReembedResponse of(Progress progress) {
        return new ReembedResponse(
                progress.requestedAt(),
                progress.finishedAt(),
                progress.documents(),
                progress.reembedded(),
                progress.failed());
    }
}
