package dev.allotrope.library.row;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.source.Revision;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads a [Document] from a row of `library_document`.
public final class DocumentRow {
    private DocumentRow() {}

    public static Document read(ResultSet row, int number) throws SQLException {
        return new Document(
                new DocumentId(row.getLong("id")),
                new Tenant(
                        new OrganizationId(row.getLong("organization_id")), new CustomerId(row.getLong("customer_id"))),
                new ConnectionId(row.getLong("connection_id")),
                row.getString("external_id"),
                row.getString("name"),
                row.getString("url"),
                row.getString("language"),
                DocumentStatus.valueOf(row.getString("status")),
                row.getString("error"),
                options(row),
                row.getString("embedder"),
                Sql.tags(row.getString("user_tags")),
                Sql.tags(row.getString("source_tags")),
                Sql.tags(row.getString("metadata")),
                revision(row),
                fingerprint(row),
                row.getBoolean("contents_deleted"),
                row.getBoolean("removal_held"),
                statistics(row),
                uploaded(row),
                attachment(row),
                row.getString("request_id"),
                row.getString("upload_id"),
                Columns.optionalTime(row, "source_created_at"),
                Columns.optionalTime(row, "source_modified_at"),
                Columns.optionalTime(row, "last_sync"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }

    private static ProcessingOptions options(ResultSet row) throws SQLException {
        return new ProcessingOptions(
                row.getInt("chunk_size"),
                row.getInt("chunk_overlap"),
                ProcessingOptions.Depth.valueOf(row.getString("depth")),
                row.getString("embedding_model"),
                row.getBoolean("prepend_name"),
                row.getBoolean("sparse_vectors"),
                row.getBoolean("attachments"));
    }

    private static Document.@Nullable Attachment attachment(ResultSet row) throws SQLException {
        Long parent = Columns.optionalNumber(row, "parent_id");
        return parent == null
                ? null
                : new Document.Attachment(
                        new DocumentId(parent), row.getString("file_format"), Columns.optionalNumber(row, "file_size"));
    }

    private static @Nullable Revision revision(ResultSet row) throws SQLException {
        String id = row.getString("revision_id");
        return id == null ? null : new Revision(id, row.getLong("revision_number"), Columns.time(row, "published_at"));
    }

    private static @Nullable Fingerprint fingerprint(ResultSet row) throws SQLException {
        String hex = row.getString("fingerprint");
        return hex == null ? null : new Fingerprint(hex);
    }

    private static Document.@Nullable Statistics statistics(ResultSet row) throws SQLException {
        Integer chunks = Columns.optionalInteger(row, "num_chunks");
        if (chunks == null) {
            return null;
        }
        return new Document.Statistics(
                Columns.optionalNumber(row, "file_size"),
                Columns.optionalNumber(row, "num_characters"),
                Columns.optionalNumber(row, "num_tokens"),
                chunks,
                row.getInt("num_windows"));
    }

    private static Document.@Nullable Uploaded uploaded(ResultSet row) throws SQLException {
        String model = row.getString("uploaded_model");
        return model == null
                ? null
                : new Document.Uploaded(
                        model,
                        Columns.optionalInteger(row, "uploaded_chunk_size"),
                        Columns.optionalInteger(row, "uploaded_chunk_overlap"));
    }
}
