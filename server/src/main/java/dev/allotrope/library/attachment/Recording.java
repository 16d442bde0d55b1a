package dev.allotrope.library.attachment;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.attachment.AttachedDocuments.Article;
import dev.allotrope.library.attachment.AttachedDocuments.Found;
import dev.allotrope.library.row.LaidTags;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.tenant.Tenant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// One writing down of which files hang on some documents. Used once, inside a transaction.
final class Recording {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Tenant tenant;
    private final RunId run;
    private final FileAdmissions admissions;
    private final Set<Long> present = new HashSet<>();
    private final Map<Upload, List<DocumentId>> created = new LinkedHashMap<>();
    private final List<DocumentNews.Failed> failed = new ArrayList<>();
    private int again;

    Recording(JdbcClient jdbc, ApplicationEventPublisher events, Tenant tenant, RunId run, FileAdmissions admissions) {
        this.jdbc = jdbc;
        this.events = events;
        this.tenant = tenant;
        this.run = run;
        this.admissions = admissions;
    }

    /// The request that files came with.
    private record Upload(
            @Nullable String requestId, @Nullable String uploadId) {}

    /// A file that is held. `kept` says that the bytes of its version are here, `left` that it failed or was aborted.
    private record Held(
            long id,
            String versionId,
            String name,
            @Nullable String requestId,
            boolean again,
            boolean left,
            boolean kept) {}

    int record(List<Article> asked, List<Found> files) {
        Map<String, Long> articles = new HashMap<>();
        asked.forEach(
                article -> articles.put(article.revisionId(), article.document().value()));
        Long[] ids = articles.values().toArray(Long[]::new);
        lock(ids);
        admissions.begin(ids);
        Map<String, Held> held = held(ids);
        for (Found found : files) {
            Long article = articles.get(found.file().revisionId());
            if (article != null) {
                Held before = held.get(article + "/" + found.file().fileId());
                if (before != null) {
                    present.add(before.id());
                    update(before, found);
                } else if (admissions.admits(article, found.file())) {
                    admit(article, found);
                }
            }
        }
        mark(ids);
        created.forEach((upload, documents) -> events.publishEvent(
                new DocumentNews.Created(tenant, documents, upload.requestId(), upload.uploadId())));
        failed.forEach(events::publishEvent);
        return again + inherit(ids);
    }

    /// In the order in which everybody locks documents. Whoever removes one of them meanwhile sees the files that are
    /// hung on it here.
    private void lock(Long[] articles) {
        jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND (id = ANY (?) OR parent_id = ANY (?))
                          AND deleted_at IS NULL
                        ORDER BY id FOR UPDATE
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), articles, articles)
                .query(Long.class)
                .list();
    }

    private Map<String, Held> held(Long[] articles) {
        Map<String, Held> held = new HashMap<>();
        jdbc.sql("""
                        SELECT d.id, d.parent_id || '/' || split_part(d.external_id, '/', 2) AS key, d.revision_id, d.name,
                            d.request_id, d.last_sync IS NOT NULL AS again, d.status IN ('ABORTED', 'FAILED') AS left,
                            EXISTS (SELECT 1 FROM library_file f WHERE f.document_id = d.id AND f.version_id = d.revision_id)
                                AS kept
                        FROM library_document d
                        WHERE d.organization_id = ? AND d.customer_id = ? AND d.parent_id = ANY (?) AND d.deleted_at IS NULL
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), articles)
                .query((row, number) -> held.put(
                        row.getString("key"),
                        new Held(
                                row.getLong("id"),
                                row.getString("revision_id"),
                                row.getString("name"),
                                row.getString("request_id"),
                                row.getBoolean("again"),
                                row.getBoolean("left"),
                                row.getBoolean("kept"))))
                .list();
        return held;
    }

    /// Makes a document of a file, on the terms of the document it hangs on.
    private void admit(long article, Found found) {
        AttachedFile file = found.file();
        Optional<Map.Entry<Upload, DocumentId>> admitted = jdbc.sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, parent_id, external_id, name,
                            url, language, source_tags, metadata, source_created_at, source_modified_at, status, error, awaits,
                            queued_by, chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors,
                            user_tags, request_id, upload_id, revision_id, revision_number, published_at, file_format,
                            file_size, position)
                        SELECT p.organization_id, p.customer_id, p.connection_id, p.id, p.external_id || '/' || ?, ?, ?,
                            p.language, p.source_tags, ?::jsonb, ?, ?, ?, ?, ?, ?, p.chunk_size, p.chunk_overlap, p.depth,
                            p.embedding_model, p.prepend_name, p.sparse_vectors, p.user_tags, p.request_id, p.upload_id, ?, 0,
                            ?, ?, ?, 0
                        FROM library_document p
                        WHERE p.organization_id = ? AND p.customer_id = ? AND p.id = ? AND p.deleted_at IS NULL
                        RETURNING id, request_id, upload_id
                        """)
                .params(file.fileId(), file.name(), file.url(), metadata(file))
                .params(
                        file.createdAt().atOffset(ZoneOffset.UTC),
                        file.modifiedAt().atOffset(ZoneOffset.UTC))
                .params(state(found, "FILE"))
                .params(run.value(), file.versionId(), file.modifiedAt().atOffset(ZoneOffset.UTC))
                .params(file.extension(), file.bytes())
                .params(tenant.organization().value(), tenant.customer().value(), article)
                .query((row, number) -> Map.entry(
                        new Upload(row.getString("request_id"), row.getString("upload_id")),
                        new DocumentId(row.getLong("id"))))
                .optional();
        admitted.ifPresent(entry -> {
            DocumentId id = entry.getValue();
            present.add(id.value());
            created.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(id);
            refused(found, new DocumentNews.Subject(id, false, entry.getKey().requestId()));
        });
    }

    private void update(Held before, Found found) {
        AttachedFile file = found.file();
        boolean moved = !before.versionId().equals(file.versionId());
        boolean renamed = !before.name().equals(file.name());
        boolean untried = before.left() && !before.kept() && found.refusal() == null;
        if (!moved && !renamed && !untried) {
            return;
        }
        boolean here = !moved && before.kept() && found.refusal() == null;
        int updated = jdbc.sql("""
                        UPDATE library_document
                        SET name = ?, url = ?, metadata = ?::jsonb, source_modified_at = ?, status = ?, error = ?, awaits = ?,
                            queued_by = ?, revision_id = ?, published_at = ?, file_format = ?, file_size = ?,
                            fingerprint = CASE WHEN ? THEN fingerprint END, attempts = 0, retry_at = NULL,
                            withheld_by = NULL,
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND NOT contents_deleted AND depth <> 'RECORD'
                        """)
                .params(
                        file.name(),
                        file.url(),
                        metadata(file),
                        file.modifiedAt().atOffset(ZoneOffset.UTC))
                .params(state(found, here ? "EXTRACT" : "FILE"))
                .params(run.value(), file.versionId(), file.modifiedAt().atOffset(ZoneOffset.UTC))
                .params(file.extension(), file.bytes(), here)
                .params(tenant.organization().value(), tenant.customer().value(), before.id())
                .update();
        if (updated > 0) {
            again += here ? 1 : 0;
            refused(found, new DocumentNews.Subject(new DocumentId(before.id()), before.again(), before.requestId()));
        }
    }

    private void refused(Found found, DocumentNews.Subject subject) {
        if (found.refusal() != null) {
            failed.add(new DocumentNews.Failed(tenant, List.of(subject), found.refusal()));
        }
    }

    /// Status, error and what is waited for.
    private static List<@Nullable Object> state(Found found, String awaits) {
        return found.refusal() == null
                ? Arrays.asList("QUEUED", null, awaits)
                : Arrays.asList("FAILED", found.refusal(), null);
    }

    private static String metadata(AttachedFile file) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("content_document_id", file.fileId());
        metadata.put("content_version_id", file.versionId());
        return JSON.writeValueAsString(metadata);
    }

    private void mark(Long[] articles) {
        Long[] there = present.toArray(Long[]::new);
        jdbc.sql("""
                        UPDATE library_document
                        SET missed_by = CASE WHEN id = ANY (?) THEN NULL ELSE ? END,
                            removal_held = removal_held AND id <> ALL (?)
                        WHERE organization_id = ? AND customer_id = ? AND parent_id = ANY (?) AND deleted_at IS NULL
                          AND (id <> ALL (?) OR missed_by IS NOT NULL OR removal_held)
                        """)
                .params(there, run.value(), there)
                .params(tenant.organization().value(), tenant.customer().value(), articles, there)
                .update();
        jdbc.sql("""
                        UPDATE library_document SET files_run = ?
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        """)
                .params(
                        run.value(),
                        tenant.organization().value(),
                        tenant.customer().value(),
                        articles)
                .update();
    }

    /// Files have the language and the source's labels of what they hang on, and its terms when those are of a newer
    /// request. What changes is read again from the bytes that are here. Returns how many are.
    private int inherit(Long[] articles) {
        return jdbc
                .sql("""
                        UPDATE library_document c
                        SET source_tags = p.source_tags, language = p.language,
                            chunk_size = CASE WHEN other THEN p.chunk_size ELSE c.chunk_size END,
                            chunk_overlap = CASE WHEN other THEN p.chunk_overlap ELSE c.chunk_overlap END,
                            depth = CASE WHEN other THEN p.depth ELSE c.depth END,
                            embedding_model = CASE WHEN other THEN p.embedding_model ELSE c.embedding_model END,
                            prepend_name = CASE WHEN other THEN p.prepend_name ELSE c.prepend_name END,
                            sparse_vectors = CASE WHEN other THEN p.sparse_vectors ELSE c.sparse_vectors END,
                            user_tags = CASE WHEN other THEN %s ELSE c.user_tags END,
                            request_id = p.request_id, upload_id = p.upload_id,
                            status = CASE WHEN here THEN 'SYNCING' ELSE c.status END,
                            error = CASE WHEN here THEN NULL ELSE c.error END,
                            withheld_by = CASE WHEN here THEN NULL ELSE c.withheld_by END,
                            awaits = CASE WHEN here THEN 'EXTRACT' ELSE c.awaits END,
                            updated_at = touched(c.updated_at)
                        FROM library_document p, LATERAL (
                            SELECT d.id, d.upload_id IS DISTINCT FROM p.upload_id AS other,
                                d.awaits IS DISTINCT FROM 'FILE'
                                    AND EXISTS (SELECT 1 FROM library_file f WHERE f.document_id = d.id) AS here
                            FROM library_document d WHERE d.parent_id = p.id) state
                        WHERE p.organization_id = ? AND p.customer_id = ? AND p.id = ANY (?) AND c.parent_id = p.id
                          AND state.id = c.id AND c.deleted_at IS NULL AND NOT c.contents_deleted AND c.uploaded_at IS NULL
                          AND (other OR c.source_tags <> p.source_tags OR c.language <> p.language)
                        RETURNING here
                        """.formatted(LaidTags.over("c.user_tags", "p.user_tags")))
                .params(tenant.organization().value(), tenant.customer().value(), articles)
                .query(Boolean.class)
                .list()
                .stream()
                .mapToInt(here -> here ? 1 : 0)
                .sum();
    }
}
