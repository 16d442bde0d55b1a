package dev.allotrope.library.limits;

import dev.allotrope.kernel.RunId;
import org.jspecify.annotations.Nullable;

/// Whether a document may have the content that came for it. `added` is how much more it is than the document had, and
/// counts for the run that queued it.
public record Verdict(
        @Nullable RunId run, long added, @Nullable Obstacle obstacle) {
    static final Verdict NOTHING_TO_SAY = new Verdict(null, 0, null);
}
