package dev.allotrope.source.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version of a document as the connected user sees it: which, in which state, and since when, as far as the
/// source says.
public record Sighting(
        String externalId,
        String family,
        String language,
        String revisionId,
        State state,
        @Nullable Instant since) {
    /// Where a version stands in its life.
    public enum State {
        PUBLISHED,
        DRAFT,
        ARCHIVED
    }
}
