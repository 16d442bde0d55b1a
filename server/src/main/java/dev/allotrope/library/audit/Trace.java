package dev.allotrope.library.audit;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is here of one external id: whether a listing showed it, the document made of it, the one that was removed
/// last, and whether its owner deleted it. Each is null where there is none.
public record Trace(
        String externalId,
        String language,
        boolean master,
        @Nullable Listed listed,
        @Nullable DocumentId document,
        @Nullable Removed removed,
        @Nullable Instant deletedByOwner) {
    /// As the latest listing showed it.
    public record Listed(String revisionId, Instant publishedAt, Instant seenAt, Tags tags) {}

    /// The part of the external id that all languages of a document share.
    public String family() {
        int colon = externalId.indexOf(':');
        return colon < 0 ? externalId : externalId.substring(0, colon);
    }

    /// A document that is no more; `heldUntil` is when it was removed.
    public record Removed(
            DocumentId document,
            Instant heldUntil,
            @Nullable Instant lastSync) {}
}
