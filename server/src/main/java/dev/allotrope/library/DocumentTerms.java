package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.library.row.DocumentLocks;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.LaidTags;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The terms that documents are held on, options, tags and ids of requests, when somebody connects again on others.
/// Call inside a transaction.
final class DocumentTerms {
    private static final String THESE = """
            WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
              AND deleted_at IS NULL
            """;

    /// Whether there is a body that other options can be applied to.
    private static final String HELD = "fingerprint IS NOT NULL AND awaits IS DISTINCT FROM 'FETCH'";

    private final JdbcClient jdbc;
    private final Heads heads;
    private final DocumentLocks locks;
    private final HeldContent content;
    private final ApplicationEventPublisher events;

    DocumentTerms(JdbcClient jdbc, Heads heads, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.heads = heads;
        this.locks = new DocumentLocks(jdbc);
        this.content = new HeldContent(jdbc);
        this.events = events;
    }

    /// See [Intake#reapply].
    int apply(Tenant tenant, ConnectionId connection, Intake.Admission admission, Collection<String> externalIds) {
        locks.take(tenant, connection, externalIds);
        Set<DocumentId> moved = new LinkedHashSet<>(retagged(tenant, connection, admission, externalIds));
        label(tenant, connection, admission, externalIds);
        List<Changed> changed = changed(tenant, connection, admission, externalIds);
        List<DocumentId> others =
                changed.stream().map(document -> document.subject().id()).toList();
        tell(tenant, changed);
        boolean record = admission.options().depth() == ProcessingOptions.Depth.RECORD;
        if (record) {
            content.forget(tenant, others);
            moved.addAll(others);
        }
        if (!moved.isEmpty()) {
            heads.advance(tenant, moved);
        }
        return record ? 0 : others.size();
    }

    /// A file that hangs on a document waits for its own download, not for a fetch.
    void download(Tenant tenant, DocumentId document) {
        jdbc.sql("""
                        UPDATE library_document SET awaits = 'FILE'
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'FETCH' AND parent_id IS NOT NULL
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .update();
    }

    private List<DocumentId> retagged(
            Tenant tenant, ConnectionId connection, Intake.Admission admission, Collection<String> externalIds) {
        return jdbc.sql("SELECT id FROM library_document " + THESE + " AND (user_tags || ?::jsonb) <> user_tags")
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(externalIds.toArray(String[]::new), Sql.json(admission.tags()))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
    }

    private void label(
            Tenant tenant, ConnectionId connection, Intake.Admission admission, Collection<String> externalIds) {
        jdbc.sql("""
                        UPDATE library_document
                        SET user_tags = %s, sparse_vectors = ?, attachments = ?, request_id = coalesce(?, request_id),
                            upload_id = ?, updated_at = touched(updated_at)
                        """.formatted(LaidTags.over("user_tags", "?::jsonb")) + THESE + " AND upload_id IS DISTINCT FROM ?")
                .params(Sql.values(
                        Sql.json(admission.tags()),
                        admission.options().sparseVectors(),
                        admission.options().attachments(),
                        admission.requestId(),
                        admission.uploadId()))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(externalIds.toArray(String[]::new), admission.uploadId())
                .update();
    }

    /// A document that waits for a fetch forgets what it holds: equal content would end its wait unprocessed.
    private List<Changed> changed(
            Tenant tenant, ConnectionId connection, Intake.Admission admission, Collection<String> externalIds) {
        boolean record = admission.options().depth() == ProcessingOptions.Depth.RECORD;
        return jdbc.sql("""
                        UPDATE library_document
                        SET chunk_size = ?, chunk_overlap = ?, depth = ?, embedding_model = ?, prepend_name = ?,
                            queued_by = ?, error = NULL, attempts = 0, retry_at = NULL, withheld_by = NULL,
                            status = CASE WHEN ? THEN 'RECORDED' WHEN %1$s THEN 'SYNCING' ELSE 'QUEUED' END,
                            awaits = CASE WHEN ? THEN NULL WHEN %1$s THEN 'PROCESS' ELSE 'FETCH' END,
                            fingerprint = CASE WHEN awaits IS DISTINCT FROM 'FETCH' THEN fingerprint END,
                            updated_at = touched(updated_at)
                        """.formatted(HELD) + THESE + """
                          AND NOT contents_deleted
                          AND (chunk_size, chunk_overlap, depth, embedding_model, prepend_name) <> (?, ?, ?, ?, ?)
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, awaits
                        """)
                .params(Intake.settings(admission.options()))
                .params(admission.run().value(), record, record)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .params(Intake.settings(admission.options()))
                .query((row, number) ->
                        new Changed(DocumentNews.Subject.read(row, number), "PROCESS".equals(row.getString("awaits"))))
                .list();
    }

    /// A document that other options hold for; `held` says that what they are for is here already.
    private record Changed(DocumentNews.Subject subject, boolean held) {}

    /// Those that wait for a fetch are told when it has come.
    private void tell(Tenant tenant, List<Changed> changed) {
        List<DocumentNews.Subject> processed =
                changed.stream().filter(Changed::held).map(Changed::subject).toList();
        if (!processed.isEmpty()) {
            events.publishEvent(new DocumentNews.Fetched(tenant, processed));
        }
    }
}
