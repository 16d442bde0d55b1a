package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.tenant.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened to documents. Published inside the transaction in which it did.
public sealed interface DocumentNews {
    Tenant tenant();

    /// A document with what its listeners want to know of it: whether it was ready before, and which request brought
    /// it.
    record Subject(DocumentId id, boolean again, @Nullable String requestId) {
        /// From the columns `id`, `again` and `request_id`.
        public static Subject read(ResultSet row, int number) throws SQLException {
            return new Subject(new DocumentId(row.getLong("id")), row.getBoolean("again"), row.getString("request_id"));
        }
    }

    /// Listed items became documents for the first time.
    record Created(
            Tenant tenant,
            List<DocumentId> documents,
            @Nullable String requestId,
            @Nullable String uploadId) implements DocumentNews {}

    /// New content was fetched, chunks were uploaded, or other options hold for what is here; it is processed next.
    record Fetched(Tenant tenant, List<Subject> documents) implements DocumentNews {}

    /// Everything that was asked for is done and findable, or there was nothing new to do.
    record Ready(Tenant tenant, List<Subject> documents) implements DocumentNews {}

    /// Could not be done, and is not tried again by itself.
    record Failed(Tenant tenant, List<Subject> documents, String reason) implements DocumentNews {}

    /// Removed, or emptied while the record is kept.
    record Removed(Tenant tenant, List<DocumentId> documents, Documents.Reason reason, Extent extent)
            implements DocumentNews {}

    /// The source lacks them, but so many that their removal is held.
    record RemovalHeld(Tenant tenant, ConnectionId connection, List<DocumentId> documents) implements DocumentNews {}

    /// What a limit of the customer's holds back, until it leaves room: documents whose content is not taken, or
    /// items by their external ids that became no documents.
    record Withheld(Tenant tenant, List<DocumentId> documents, List<String> items, String reason, Upload upload)
            implements DocumentNews {}

    /// An upload came up against a limit of the customer's for the first time.
    record LimitReached(Tenant tenant, String reason, Upload upload) implements DocumentNews {}

    /// The request that brought something, and its upload.
    record Upload(@Nullable String requestId, @Nullable String uploadId) {}

    enum Extent {
        WHOLE,
        CONTENT
    }
}
