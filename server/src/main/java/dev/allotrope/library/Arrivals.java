package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.Sql;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What fetches bring, written to the documents that wait for it. Call inside the run's transaction.
final class Arrivals {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final HeldContent held;
    private final Heads heads;

    Arrivals(JdbcClient jdbc, Heads heads, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.heads = heads;
        this.events = events;
        this.held = new HeldContent(jdbc);
    }

    /// Stores what a fetch brought. Content equal to what is held ends here; new content waits for processing,
    /// and chunks that were uploaded for the old one are dropped. An older revision than the one held changes
    /// nothing but the wait. Returns whether processing has to follow, which also uploaded chunks may wait for.
    boolean store(Tenant tenant, ConnectionId connection, Fetched.Content content) {
        Item item = content.item();
        Optional<Waiting> waiting = waiting(tenant, connection, content);
        boolean changed = waiting.filter(Waiting::changed).isPresent();
        boolean follows = waiting.filter(Waiting::follows).isPresent();
        int stored = jdbc.sql("""
                        UPDATE library_document
                        SET name = ?, url = ?, language = ?, source_tags = ?::jsonb, metadata = ?::jsonb, revision_id = ?,
                            revision_number = ?, published_at = ?, stamp = ?, source_created_at = ?, source_modified_at = ?,
                            fingerprint = ?, error = NULL, attempts = 0, retry_at = NULL, removal_held = false,
                            status = CASE WHEN ? THEN 'SYNCING' ELSE 'READY' END,
                            awaits = CASE WHEN ? THEN 'PROCESS' END,
                            last_sync = CASE WHEN ? THEN last_sync ELSE clock_timestamp() END,
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ?
                          AND awaits = 'FETCH' AND deleted_at IS NULL
                          AND (revision_number IS NULL OR (revision_number, published_at) <= (?, ?::timestamptz))
                        """)
                .params(Sql.values(item.name(), item.url(), item.language()))
                .params(Sql.json(item.tags()), Sql.json(item.metadata()))
                .params(
                        item.revision().id(),
                        item.revision().number(),
                        Sql.time(item.revision().publishedAt()))
                .params(item.stamp(), Sql.time(item.createdAt()), Sql.time(item.modifiedAt()))
                .params(content.fingerprint().hex(), follows, follows, follows)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value(), item.externalId())
                .params(item.revision().number(), Sql.time(item.revision().publishedAt()))
                .update();
        if (stored == 0) {
            settle(tenant, connection, item.externalId());
        }
        if (changed) {
            keepBody(tenant, connection, content);
            forgetImages(tenant, connection, content);
        }
        waiting.filter(document -> document.changed() && document.uploaded())
                .map(document -> List.of(document.subject().id()))
                .ifPresent(ids -> held.forgetUpload(tenant, ids));
        waiting.flatMap(document -> document.news(tenant)).ifPresent(events::publishEvent);
        if (stored > 0 && !follows) {
            // Processing makes the index look again; where none follows, other tags have to.
            waiting.filter(Waiting::retagged)
                    .ifPresent(document ->
                            heads.advance(tenant, List.of(document.subject().id())));
        }
        return follows;
    }

    /// See [Intake#relabel].
    int relabel(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        List<DocumentId> relabeled = jdbc.sql("""
                        UPDATE library_document d
                        SET name = i.name, url = i.url, source_tags = i.tags, metadata = i.metadata,
                            source_modified_at = i.source_modified_at, updated_at = touched(d.updated_at)
                        FROM (SELECT d.id AS document, i.* FROM library_document d
                              JOIN library_item i ON i.connection_id = d.connection_id AND i.external_id = d.external_id
                              WHERE d.organization_id = ? AND d.customer_id = ? AND d.connection_id = ?
                                AND d.external_id = ANY (?) AND d.deleted_at IS NULL
                                AND (d.stamp = i.stamp OR d.depth = 'RECORD')
                                AND (d.name, d.url, d.source_tags, d.metadata)
                                    IS DISTINCT FROM (i.name, i.url, i.tags, i.metadata)
                              ORDER BY d.id FOR UPDATE OF d) i
                        WHERE d.id = i.document
                        RETURNING d.id
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
        if (!relabeled.isEmpty()) {
            heads.advance(tenant, relabeled);
        }
        return relabeled.size();
    }

    /// Ends the wait for a fetch and leaves what is held as it is.
    void settle(Tenant tenant, ConnectionId connection, String externalId) {
        List<DocumentNews.Subject> ready = jdbc
                .sql("""
                        UPDATE library_document d
                        SET status = CASE WHEN upload_pending THEN 'SYNCING' WHEN last_sync IS NULL THEN d.status ELSE 'READY' END,
                            awaits = CASE WHEN upload_pending THEN 'PROCESS' END, updated_at = touched(updated_at)
                        FROM (SELECT id, status FROM library_document
                              WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ?
                                AND awaits = 'FETCH' AND deleted_at IS NULL
                              FOR UPDATE) before
                        WHERE d.id = before.id
                        RETURNING d.id, true AS again, d.request_id, d.status = 'READY' AND before.status = 'QUEUED' AS ready
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value(), externalId)
                .query((row, number) -> row.getBoolean("ready")
                        ? Optional.of(DocumentNews.Subject.read(row, number))
                        : Optional.<DocumentNews.Subject>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
        if (!ready.isEmpty()) {
            events.publishEvent(new DocumentNews.Ready(tenant, ready));
        }
    }

    /// A document that waits for the content that came, which is new to it or not. `pending` says that chunks that
    /// were uploaded for it wait too.
    private record Waiting(
            DocumentNews.Subject subject,
            DocumentStatus status,
            boolean changed,
            boolean uploaded,
            boolean pending,
            boolean retagged) {
        boolean follows() {
            return changed || pending;
        }

        /// That nothing changed is no news where nobody asked.
        Optional<DocumentNews> news(Tenant tenant) {
            if (follows()) {
                return Optional.of(new DocumentNews.Fetched(tenant, List.of(subject)));
            }
            return status == DocumentStatus.EVALUATING
                    ? Optional.empty()
                    : Optional.of(new DocumentNews.Ready(tenant, List.of(subject)));
        }
    }

    private Optional<Waiting> waiting(Tenant tenant, ConnectionId connection, Fetched.Content content) {
        return jdbc.sql("""
                        SELECT id, last_sync IS NOT NULL AS again, request_id, status,
                            fingerprint IS DISTINCT FROM ? AS changed, uploaded_at IS NOT NULL AS uploaded, upload_pending,
                            source_tags IS DISTINCT FROM ?::jsonb AS retagged
                        FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ?
                          AND awaits = 'FETCH' AND deleted_at IS NULL
                          AND (revision_number IS NULL OR (revision_number, published_at) <= (?, ?::timestamptz))
                        """)
                .params(content.fingerprint().hex(), Sql.json(content.item().tags()))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(content.item().externalId(), content.item().revision().number())
                .param(Sql.time(content.item().revision().publishedAt()))
                .query((row, number) -> new Waiting(
                        DocumentNews.Subject.read(row, number),
                        DocumentStatus.valueOf(row.getString("status")),
                        row.getBoolean("changed"),
                        row.getBoolean("uploaded"),
                        row.getBoolean("upload_pending"),
                        row.getBoolean("retagged")))
                .optional();
    }

    /// Drops kept images that the text shows no more.
    private void forgetImages(Tenant tenant, ConnectionId connection, Fetched.Content content) {
        jdbc.sql("""
                        DELETE FROM library_image i USING library_document d
                        WHERE i.organization_id = ? AND i.customer_id = ? AND d.id = i.document_id AND d.connection_id = ?
                          AND d.external_id = ? AND d.deleted_at IS NULL AND position(i.reference IN ?) = 0
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(content.item().externalId(), content.html())
                .update();
    }

    private void keepBody(Tenant tenant, ConnectionId connection, Fetched.Content content) {
        jdbc.sql("""
                        INSERT INTO library_body (document_id, organization_id, customer_id, html)
                        SELECT id, organization_id, customer_id, ? FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ?
                          AND deleted_at IS NULL
                        ON CONFLICT (document_id) DO UPDATE SET html = excluded.html
                        """)
                .param(content.html())
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(content.item().externalId())
                .update();
    }
}
