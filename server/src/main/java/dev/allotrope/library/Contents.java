package dev.allotrope.library;

import dev.allotrope.chunk.Pipeline;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Obstacle;
import dev.allotrope.library.limits.Verdict;
import dev.allotrope.library.row.DocumentRow;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The content of documents: raw bodies, parsed text, chunks and their windows.
public final class Contents {
    /// A raw body that waits for processing, with the settings it is processed under.
    public record Body(
            DocumentId document,
            String name,
            String language,
            ProcessingOptions options,
            Fingerprint fingerprint,
            int attempts,
            String html) {}

    /// Names a chunk of a document.
    public record ChunkRef(DocumentId document, int ordinal) {}

    /// A chunk as it is handed out.
    public record StoredChunk(
            ChunkRef ref, String text, int start, int end, int tokens, List<String> headings, int windows) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Heads heads;
    private final Embeddings embeddings;
    private final Allowance allowance;
    private final ApplicationEventPublisher events;
    private final HeldContent content;

    Contents(
            Transactions transactions,
            JdbcClient jdbc,
            Heads heads,
            Embeddings embeddings,
            Allowance allowance,
            ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.heads = heads;
        this.embeddings = embeddings;
        this.allowance = allowance;
        this.events = events;
        this.content = new HeldContent(jdbc);
    }

    /// Bodies that wait for processing and may be tried now, oldest document first; those of documents with uploaded
    /// chunks do not.
    public List<Body> waiting(Tenant tenant, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT d.*, b.html FROM library_document d JOIN library_body b ON b.document_id = d.id
                        WHERE d.organization_id = ? AND d.customer_id = ? AND d.awaits = 'PROCESS'
                          AND d.uploaded_at IS NULL AND (d.retry_at IS NULL OR d.retry_at <= clock_timestamp())
                        ORDER BY d.id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), limit)
                        .query(Contents::readBody)
                        .list());
    }

    /// The body of a document whose chunks are our own, whatever it waits for.
    public Optional<Body> body(Tenant tenant, DocumentId id) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT d.*, b.html FROM library_document d JOIN library_body b ON b.document_id = d.id
                        WHERE d.organization_id = ? AND d.customer_id = ? AND d.id = ? AND d.uploaded_at IS NULL
                          AND d.fingerprint IS NOT NULL
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), id.value())
                        .query(Contents::readBody)
                        .optional());
    }

    private static Body readBody(ResultSet row, int number) throws SQLException {
        Document document = DocumentRow.read(row, number);
        return new Body(
                document.id(),
                document.name(),
                document.language(),
                document.options(),
                new Fingerprint(row.getString("fingerprint")),
                row.getInt("attempts"),
                row.getString("html"));
    }

    /// Has a document that waits for processing wait for longer, which takes none of its attempts.
    public void postpone(Tenant tenant, DocumentId document, String reason, Duration delay) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        UPDATE library_document
                        SET error = ?, retry_at = clock_timestamp() + make_interval(secs => ?::float8), updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'PROCESS'
                        """)
                        .params(reason, delay.toMillis() / 1000.0)
                        .params(tenant.organization().value(), tenant.customer().value(), document.value())
                        .update());
    }

    /// Ends the wait of a body whose text is more than the customer's limits leave room for, until they do. Returns
    /// whether it is; asked before a body is embedded, since [#store] asks too.
    public boolean withheld(Tenant tenant, Body body, String text) {
        return transactions.in(tenant, () -> {
            long characters = text.codePointCount(0, text.length());
            Verdict verdict = allowance.judge(tenant, body.document(), characters);
            if (verdict.obstacle() != null) {
                withhold(tenant, body, characters, verdict);
            }
            return verdict.obstacle() != null;
        });
    }

    /// Stores what processing made of a body, with its vectors, statistics and position, in one transaction.
    /// Returns false and changes nothing when the document is gone or its content or settings changed meanwhile: it
    /// is then processed again. Returns false also when it is withheld.
    public boolean store(Tenant tenant, Body body, Processed processed) {
        return transactions.in(tenant, () -> {
            Verdict verdict = allowance.judge(tenant, body.document(), processed.characters());
            if (verdict.obstacle() != null) {
                withhold(tenant, body, processed.characters(), verdict);
                return false;
            }
            if (!finish(tenant, body, processed)) {
                return false;
            }
            allowance.taken(tenant, verdict);
            if (processed.embedder() != null) {
                embeddings.keep(tenant, processed.embedder(), processed.vectors());
            }
            content.replaceChunks(tenant, body.document(), processed.chunks());
            content.replaceText(tenant, body.document(), processed.text());
            heads.advance(tenant, List.of(body.document()));
            return true;
        });
    }

    /// What is held of the document stays as it is.
    private void withhold(Tenant tenant, Body body, long characters, Verdict verdict) {
        Obstacle obstacle = Objects.requireNonNull(verdict.obstacle());
        jdbc.sql("""
                        UPDATE library_document
                        SET status = 'FAILED', awaits = NULL, error = ?, withheld_by = ?, wanted_characters = ?,
                            updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'PROCESS' AND uploaded_at IS NULL
                          AND fingerprint = ?
                        RETURNING id, last_sync IS NOT NULL AS again, request_id, upload_id
                        """)
                .params(obstacle.reason(), obstacle.name(), characters)
                .params(tenant.organization().value(), tenant.customer().value())
                .params(body.document().value(), body.fingerprint().hex())
                .query((ResultSet row) -> {
                    DocumentNews.Subject subject = DocumentNews.Subject.read(row, 1);
                    tell(tenant, subject, row.getString("upload_id"), verdict);
                });
    }

    private void tell(Tenant tenant, DocumentNews.Subject subject, @Nullable String uploadId, Verdict verdict) {
        Obstacle obstacle = Objects.requireNonNull(verdict.obstacle());
        DocumentNews.Upload upload = new DocumentNews.Upload(subject.requestId(), uploadId);
        events.publishEvent(new DocumentNews.Failed(tenant, List.of(subject), obstacle.reason()));
        events.publishEvent(
                new DocumentNews.Withheld(tenant, List.of(subject.id()), List.of(), obstacle.reason(), upload));
        if (obstacle.ofCustomer() && verdict.run() != null && allowance.reached(tenant, verdict.run(), obstacle)) {
            events.publishEvent(new DocumentNews.LimitReached(tenant, obstacle.reason(), upload));
        }
    }

    private boolean finish(Tenant tenant, Body body, Processed processed) {
        int windows = processed.chunks().stream()
                .mapToInt(chunk -> chunk.windows().size())
                .sum();
        EmbedderId embedder = processed.embedder();
        return jdbc.sql("""
                        UPDATE library_document
                        SET awaits = 'INDEX', embedder = ?, pipeline = ?,
                            file_size = CASE WHEN parent_id IS NULL THEN ? ELSE file_size END, num_characters = ?,
                            num_tokens = ?, num_chunks = ?,
                            num_windows = ?, wanted_characters = NULL, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'PROCESS' AND uploaded_at IS NULL
                          AND fingerprint = ?
                          AND chunk_size = ? AND chunk_overlap = ? AND depth = ? AND embedding_model = ? AND prepend_name = ?
                        """)
                        .params(Sql.values(
                                embedder == null ? null : embedder.toString(),
                                Pipeline.VERSION,
                                body.html().getBytes(StandardCharsets.UTF_8).length,
                                processed.characters(),
                                processed.tokens(),
                                processed.chunks().size(),
                                windows))
                        .params(
                                tenant.organization().value(),
                                tenant.customer().value(),
                                body.document().value())
                        .params(
                                body.fingerprint().hex(),
                                body.options().chunkSize(),
                                body.options().chunkOverlap())
                        .params(
                                body.options().depth().name(),
                                body.options().embeddingModel(),
                                body.options().prependName())
                        .update()
                == 1;
    }

    /// The chunks that still exist of those named, in no order.
    public List<StoredChunk> chunks(Tenant tenant, Collection<ChunkRef> refs) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT c.*, (SELECT count(*) FROM library_window w
                                     WHERE w.document_id = c.document_id AND w.chunk = c.ordinal) AS windows
                        FROM unnest(?, ?) AS wanted (document_id, ordinal)
                        JOIN library_chunk c ON c.document_id = wanted.document_id AND c.ordinal = wanted.ordinal
                        WHERE c.organization_id = ? AND c.customer_id = ?
                        """)
                        .params(Chunks.documents(refs), Chunks.ordinals(refs))
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query(Chunks::read)
                        .list());
    }

    /// The vector of one window of a chunk, if it was embedded and still exists.
    public Optional<Embedding> vector(Tenant tenant, ChunkRef ref, int window) {
        return vectors(tenant, ref).stream().skip(window).findFirst();
    }

    /// The vectors of a chunk's windows in order; empty when it was not embedded.
    public List<Embedding> vectors(Tenant tenant, ChunkRef ref) {
        return transactions.in(
                tenant,
                () -> new ArrayList<>(jdbc.sql("""
                        SELECT e.vector FROM library_window w
                        JOIN library_document d ON d.id = w.document_id
                        JOIN library_embedding e
                          ON e.organization_id = w.organization_id AND e.embedder = d.embedder AND e.text_hash = w.text_hash
                        WHERE w.organization_id = ? AND w.customer_id = ? AND w.document_id = ? AND w.chunk = ?
                        ORDER BY w.ordinal
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(ref.document().value(), ref.ordinal())
                        .query((row, number) -> Embedding.of(row.getBytes(1)))
                        .list()));
    }

    /// The raw body, as the source delivered it.
    public Optional<String> raw(Tenant tenant, DocumentId document) {
        return body(tenant, document, "html");
    }

    /// The parsed text.
    public Optional<String> text(Tenant tenant, DocumentId document) {
        return body(tenant, document, "parsed");
    }

    private Optional<String> body(Tenant tenant, DocumentId document, String column) {
        List<Optional<String>> found = transactions.in(
                tenant,
                () -> jdbc.sql(
                                "SELECT " + column
                                        + " FROM library_body WHERE organization_id = ? AND customer_id = ? AND document_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value(), document.value())
                        .query((row, number) -> Optional.ofNullable(row.getString(1)))
                        .list());
        return found.stream().findFirst().flatMap(body -> body);
    }
}
