package dev.allotrope.library.document;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.parse.FileParser;
import dev.allotrope.source.Revision;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What we hold of one remote document: identity, status, labels and figures, without its content.
///
/// `revision`, `fingerprint` and the dates of the source are null until something was fetched; `embedder` names
/// what made the vectors, null when there are none; `uploaded` is null while the chunks are made here; `lastSync` is
/// when it last became ready.
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
        Tags metadata,
        @Nullable Revision revision,
        @Nullable Fingerprint fingerprint,
        boolean contentsDeleted,
        boolean removalHeld,
        @Nullable Statistics statistics,
        @Nullable Uploaded uploaded,
        @Nullable Attachment attachment,
        @Nullable String requestId,
        @Nullable String uploadId,
        @Nullable Instant sourceCreatedAt,
        @Nullable Instant sourceModifiedAt,
        @Nullable Instant lastSync,
        Instant createdAt,
        Instant updatedAt) {
    /// Figures of the processed content: bytes of the raw body, characters and `cl100k_base` tokens of the parsed
    /// text, chunks, and the windows that were embedded. Those of the content are null while only chunks that were
    /// uploaded are here.
    public record Statistics(
            @Nullable Long bytes,
            @Nullable Long characters,
            @Nullable Long tokens,
            int chunks,
            int windows) {}

    /// The slug that chunks of the owner's were uploaded under, and how large the owner says they are.
    public record Uploaded(
            String model,
            @Nullable Integer chunkSize,
            @Nullable Integer chunkOverlap) {}

    /// What a file hangs on, the end of its name in lower case, and its size in bytes.
    public record Attachment(
            DocumentId parent, String format, @Nullable Long bytes) {
        /// The end of names that stands for all files of its kind.
        public String kind() {
            return FileParser.kind(format);
        }

        /// What the end of its name says that it is.
        public String mediaType() {
            return FileParser.mediaType(format);
        }
    }

    /// The external id of the item that it is or hangs on.
    public String itemId() {
        return attachment == null ? externalId : externalId.substring(0, externalId.indexOf('/'));
    }

    /// The slug that its chunks are searched under.
    public String model() {
        return uploaded == null ? options.embeddingModel() : uploaded.model();
    }

    /// The source's labels with the owner's own over them.
    public Tags tags() {
        return userTags.with(sourceTags);
    }
}
