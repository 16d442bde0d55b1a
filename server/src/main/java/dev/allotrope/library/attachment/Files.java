package dev.allotrope.library.attachment;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The bytes of files: they wait to be read, and are handed out as they are.
public final class Files {
    /// A file whose text is still to be read from its bytes, and how far it is processed.
    public record Unread(
            DocumentId document, String name, Fingerprint fingerprint, ProcessingOptions.Depth depth, int attempts) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Files(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Files that wait to be read and may be tried now, the oldest first.
    public List<Unread> waiting(Tenant tenant, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT id, name, fingerprint, depth, attempts FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND awaits = 'EXTRACT' AND fingerprint IS NOT NULL
                          AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                        ORDER BY id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), limit)
                        .query((row, number) -> new Unread(
                                new DocumentId(row.getLong("id")),
                                row.getString("name"),
                                new Fingerprint(row.getString("fingerprint")),
                                ProcessingOptions.Depth.valueOf(row.getString("depth")),
                                row.getInt("attempts")))
                        .list());
    }

    /// The bytes of a file.
    public Optional<byte[]> content(Tenant tenant, DocumentId document) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT content FROM library_file
                        WHERE organization_id = ? AND customer_id = ? AND document_id = ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), document.value())
                        .query((row, number) -> row.getBytes(1))
                        .optional());
    }

    /// Stores the text that was read, which waits for processing like any other body. Returns false and changes nothing
    /// when the file is gone or another version came meanwhile.
    public boolean store(Tenant tenant, Unread file, String html) {
        return transactions.in(tenant, () -> {
            int read = jdbc.sql("""
                            UPDATE library_document SET awaits = 'PROCESS', attempts = 0, retry_at = NULL
                            WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'EXTRACT' AND fingerprint = ?
                            """)
                    .params(tenant.organization().value(), tenant.customer().value())
                    .params(file.document().value(), file.fingerprint().hex())
                    .update();
            if (read == 0) {
                return false;
            }
            jdbc.sql("""
                            INSERT INTO library_body (document_id, organization_id, customer_id, html) VALUES (?, ?, ?, ?)
                            ON CONFLICT (document_id) DO UPDATE SET html = excluded.html
                            """)
                    .param(file.document().value())
                    .params(tenant.organization().value(), tenant.customer().value(), html)
                    .update();
            return true;
        });
    }
}
