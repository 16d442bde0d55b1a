package dev.allotrope.library.audit;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is here of one external id: whether a listing showed it, the document made of it, the one that was removed
/// last, whether its owner deleted it, what keeps the item from becoming a document or the document from taking its
/// content, and what keeps files on it from becoming documents. Each is null where there is none.
public record Trace(
        String externalId,
        String language,
        boolean master,
        @Nullable Listed listed,
        @Nullable DocumentId document,
        @Nullable Removed removed,
        @Nullable Instant deletedByOwner,
        @Nullable Withheld withheld,
        List<Withheld> files) {
    public Trace {
        files = List.copyOf(files);
    }

    /// As the latest listing showed it.
    public record Listed(String revisionId, Instant publishedAt, Instant seenAt, Tags tags) {}

    /// The part of the external id that all languages of a document share.
    public String family() {
        int colon = externalId.indexOf(':');
        return colon < 0 ? externalId : externalId.substring(0, colon);
    }

    /// What holds something back, as it is by now, and how many of them.
    public record Withheld(Why why, String reason, int count) {}

    /// Whose decision it is that something is held back.
    public enum Why {
        /// A limit of the customer's.
        LIMIT,
        /// A format that the organization does not want.
        FORMAT
    }

    /// A document that is no more; `heldUntil` is when it was removed.
    public record Removed(
            DocumentId document,
            Instant heldUntil,
            @Nullable Instant lastSync) {}
}
