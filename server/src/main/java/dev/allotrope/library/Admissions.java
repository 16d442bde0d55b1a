package dev.allotrope.library;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.Intake.Admission;
import dev.allotrope.library.Intake.Admitted;
import dev.allotrope.library.Intake.Occasion;
import dev.allotrope.library.Intake.Withheld;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Obstacle;
import dev.allotrope.library.limits.Room;
import dev.allotrope.library.limits.Withholding;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes documents of items, as many as the customer's limits leave room for. Call inside the run's transaction.
final class Admissions {
    private final JdbcClient jdbc;
    private final Allowance allowance;
    private final Withholding withholding;
    private final ApplicationEventPublisher events;

    Admissions(JdbcClient jdbc, Allowance allowance, Withholding withholding, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.allowance = allowance;
        this.withholding = withholding;
        this.events = events;
    }

    private record New(DocumentId id, String externalId, Optional<String> requestId) {}

    /// See [Intake#admit]. What has to wait does so on `terms`, or, when they are null, on those it has. An item that
    /// was chosen on terms of its own becomes a document on those.
    Admitted admit(
            Tenant tenant,
            ConnectionId connection,
            Admission admission,
            @Nullable String terms,
            Collection<String> externalIds) {
        Room room = allowance.forItems(tenant, admission.run());
        List<New> created = room.free() == 0 ? List.of() : insert(tenant, connection, admission, externalIds, room);
        tell(tenant, admission, created);
        if (room.limited() && !created.isEmpty()) {
            allowance.made(tenant, admission.run(), created.size());
        }
        if (created.size() < room.free()) {
            return new Admitted(created.size(), List.of());
        }
        List<Withholding.Item> withheld = withholding.withhold(tenant, connection, room.beyond(), terms, externalIds);
        List<String> news = withheld.stream()
                .filter(item -> item.news() || admission.occasion() != Occasion.AUTOMATIC)
                .map(Withholding.Item::externalId)
                .toList();
        return new Admitted(created.size(), tell(tenant, admission, news, room.beyond()));
    }

    /// The terms of an admission as they are kept for items that have to wait.
    static String terms(Admission admission) {
        Map<String, @Nullable Object> terms = new LinkedHashMap<>();
        terms.put("chunk_size", admission.options().chunkSize());
        terms.put("chunk_overlap", admission.options().chunkOverlap());
        terms.put("depth", admission.options().depth());
        terms.put("embedding_model", admission.options().embeddingModel());
        terms.put("prepend_name", admission.options().prependName());
        terms.put("sparse_vectors", admission.options().sparseVectors());
        terms.put("attachments", admission.options().attachments());
        terms.put("user_tags", admission.tags().plain());
        terms.put("request_id", admission.requestId());
        return Sql.json(terms);
    }

    private List<New> insert(
            Tenant tenant, ConnectionId connection, Admission admission, Collection<String> externalIds, Room room) {
        List<New> created = jdbc.sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, url,
                            language, source_tags, metadata, source_created_at, source_modified_at, status, awaits, queued_by,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, attachments, user_tags,
                            request_id, upload_id, position)
                        SELECT i.organization_id, i.customer_id, i.connection_id, i.external_id, i.name, i.url, i.language,
                            i.tags, i.metadata, i.source_created_at, i.source_modified_at,
                            CASE WHEN t.depth = 'RECORD' THEN 'RECORDED' ELSE 'QUEUED' END,
                            CASE WHEN t.depth = 'RECORD' THEN NULL ELSE 'FETCH' END,
                            ?, t.chunk_size, t.chunk_overlap, t.depth, t.embedding_model, t.prepend_name, t.sparse_vectors,
                            coalesce(t.attachments, false), t.user_tags, t.request_id, ?, 0
                        FROM library_item i
                        CROSS JOIN LATERAL jsonb_to_record(coalesce(i.withheld_terms, ?::jsonb)) AS t (chunk_size integer,
                            chunk_overlap integer, depth text, embedding_model text, prepend_name boolean,
                            sparse_vectors boolean, attachments boolean, user_tags jsonb, request_id text)
                        WHERE i.organization_id = ? AND i.customer_id = ? AND i.connection_id = ? AND i.external_id = ANY (?)
                          AND NOT EXISTS (SELECT 1 FROM library_document d WHERE d.connection_id = i.connection_id
                                          AND d.external_id = i.external_id AND d.deleted_at IS NULL)
                          AND NOT EXISTS (SELECT 1 FROM library_exclusion x WHERE x.connection_id = i.connection_id
                                          AND x.external_id = i.external_id)
                        ORDER BY i.id LIMIT ?
                        RETURNING id, external_id, request_id
                        """)
                .params(admission.run().value(), admission.uploadId(), terms(admission))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(externalIds.toArray(String[]::new), room.free())
                .query((row, number) -> new New(
                        new DocumentId(row.getLong(1)), row.getString(2), Optional.ofNullable(row.getString(3))))
                .list();
        if (!created.isEmpty()) {
            withholding.forget(
                    tenant, connection, created.stream().map(New::externalId).toList());
        }
        return created;
    }

    private void tell(Tenant tenant, Admission admission, List<New> created) {
        Map<Optional<String>, List<DocumentId>> byRequest = new LinkedHashMap<>();
        created.forEach(each -> byRequest
                .computeIfAbsent(each.requestId(), _ -> new ArrayList<>())
                .add(each.id()));
        byRequest.forEach((requestId, ids) -> events.publishEvent(
                new DocumentNews.Created(tenant, ids, requestId.orElse(null), admission.uploadId())));
    }

    private List<Withheld> tell(Tenant tenant, Admission admission, List<String> items, Obstacle obstacle) {
        if (!items.isEmpty()) {
            DocumentNews.Upload upload = new DocumentNews.Upload(admission.requestId(), admission.uploadId());
            String reason = obstacle.reason();
            events.publishEvent(new DocumentNews.Withheld(tenant, List.of(), items, reason, upload));
            if (obstacle.ofCustomer() && allowance.reached(tenant, admission.run(), obstacle)) {
                events.publishEvent(new DocumentNews.LimitReached(tenant, reason, upload));
            }
        }
        return items.stream().map(id -> new Withheld(id, obstacle.reason())).toList();
    }
}
