package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.Revision;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What we hold of one remote document: identity, status, labels and figures, without its content.
///
/// `revision`, `fingerprint` and the dates of the source are null until something was fetched; `embedder` names
/// what made the vectors, null when there are none; `lastSync` is when it last became ready.
public record Document(
        DocumentId id,
        Tenant tenant,
        ConnectionId connection,
        String externalId,
        String name,
        @Nullable String url,
        String language,
        DocumentStatus status,
        @Nullable String error,
        ProcessingOptions options,
        @Nullable String embedder,
        Tags userTags,
        Tags sourceTags,
        Map<String, String> metadata,
        @Nullable Revision revision,
        @Nullable Fingerprint fingerprint,
        boolean contentsDeleted,
        boolean removalHeld,
        @Nullable Statistics statistics,
        @Nullable String requestId,
        @Nullable String uploadId,
        @Nullable Instant sourceCreatedAt,
        @Nullable Instant sourceModifiedAt,
        @Nullable Instant lastSync,
        Instant createdAt,
        Instant updatedAt) {
    /// Figures of the processed content: bytes of the raw body, characters and `cl100k_base` tokens of the parsed
    /// text, chunks, and the windows that were embedded.
    public record Statistics(long bytes, long characters, long tokens, int chunks, int windows) {}

    /// The source's labels with the owner's own over them.
    public Tags tags() {
        return userTags.with(sourceTags);
    }
}
