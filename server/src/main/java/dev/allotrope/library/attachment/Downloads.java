package dev.allotrope.library.attachment;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Files whose bytes are waited for. The methods that write are called inside a run's own transaction.
public final class Downloads {
    /// A file that waits for the bytes of a version, and how many the source says they are.
    public record Waiting(DocumentId document, String externalId, String versionId, String name, long bytes) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Downloads(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
    }

    /// What waits of a connection, the oldest first: at most `limit`.
    public List<Waiting> waiting(Tenant tenant, ConnectionId connection, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT id, external_id, revision_id, name, coalesce(file_size, 0) FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND awaits = 'FILE'
                          AND deleted_at IS NULL
                        ORDER BY id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value(), limit)
                        .query((row, number) -> new Waiting(
                                new DocumentId(row.getLong(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5)))
                        .list());
    }

    /// Whether the connection holds the version that a file waits for already.
    public boolean isHeld(Tenant tenant, ConnectionId connection, Waiting file) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM library_file f JOIN library_document d ON d.id = f.document_id
                                       WHERE f.organization_id = ? AND f.customer_id = ? AND d.connection_id = ?
                                         AND f.version_id = ?)
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .param(file.versionId())
                        .query(Boolean.class)
                        .single());
    }

    /// Takes the bytes from where the connection holds the same version already: the file may hang on many documents.
    /// False when it holds none.
    public boolean copy(Tenant tenant, ConnectionId connection, Waiting file) {
        int copied = jdbc.sql("""
                        INSERT INTO library_file (document_id, organization_id, customer_id, version_id, content)
                        SELECT ?, f.organization_id, f.customer_id, f.version_id, f.content
                        FROM library_file f JOIN library_document d ON d.id = f.document_id
                        WHERE f.organization_id = ? AND f.customer_id = ? AND d.connection_id = ? AND f.version_id = ?
                        ORDER BY f.document_id LIMIT 1
                        ON CONFLICT (document_id) DO UPDATE
                        SET version_id = excluded.version_id, content = excluded.content
                        """)
                .params(file.document().value())
                .params(tenant.organization().value(), tenant.customer().value(), connection.value(), file.versionId())
                .update();
        return copied > 0 && arrived(tenant, file);
    }

    /// Keeps the bytes; what they are is read later. False when nobody waits for this version any more.
    public boolean keep(Tenant tenant, Waiting file, byte[] content) {
        jdbc.sql("""
                        INSERT INTO library_file (document_id, organization_id, customer_id, version_id, content)
                        SELECT id, organization_id, customer_id, ?, ? FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'FILE' AND revision_id = ?
                          AND deleted_at IS NULL
                        ON CONFLICT (document_id) DO UPDATE
                        SET version_id = excluded.version_id, content = excluded.content
                        """)
                .params(file.versionId(), content)
                .params(tenant.organization().value(), tenant.customer().value())
                .params(file.document().value(), file.versionId())
                .update();
        return arrived(tenant, file);
    }

    private boolean arrived(Tenant tenant, Waiting file) {
        Optional<DocumentNews.Subject> waited = jdbc.sql("""
                        UPDATE library_document
                        SET status = 'SYNCING', awaits = 'EXTRACT', fingerprint = ?, error = NULL, attempts = 0, retry_at = NULL,
                            removal_held = false, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'FILE' AND revision_id = ?
                          AND deleted_at IS NULL
                        RETURNING id, last_sync IS NOT NULL AS again, request_id
                        """)
                .param(Fingerprint.of(file.versionId()).hex())
                .params(tenant.organization().value(), tenant.customer().value())
                .params(file.document().value(), file.versionId())
                .query((row, number) -> new DocumentNews.Subject(
                        new DocumentId(row.getLong("id")), row.getBoolean("again"), row.getString("request_id")))
                .optional();
        waited.ifPresent(subject -> events.publishEvent(new DocumentNews.Fetched(tenant, List.of(subject))));
        return waited.isPresent();
    }
}
