package dev.allotrope.library;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Pipeline;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.library.Upload.Piece;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Obstacle;
import dev.allotrope.library.row.DocumentLocks;
import dev.allotrope.library.row.DocumentRow;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Chunks that owners of documents made. They are kept as they were given until the content of the document
/// changes, and processed as bodies are.
public final class Uploads {
    /// The most chunks that a document can have uploaded.
    public static final int MAX_CHUNKS = 2_000;

    /// An upload that waits for processing: of `document` as it was at `uploadedAt`, with numbered pieces in order.
    public record Waiting(
            DocumentId document,
            String name,
            String language,
            String model,
            Instant uploadedAt,
            int attempts,
            List<Piece> pieces) {}

    /// What processing made of an upload. `embedder` is null when nothing was embedded.
    public record Made(List<Chunk> chunks, @Nullable EmbedderId embedder, Map<Fingerprint, Embedding> vectors) {}

    /// What a document has uploaded. `dimensions` is null without vectors.
    private record Held(Set<Integer> numbers, @Nullable Integer dimensions) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Heads heads;
    private final Embeddings embeddings;
    private final Allowance allowance;
    private final ApplicationEventPublisher events;
    private final DocumentLocks locks;
    private final HeldContent content;

    Uploads(
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
        this.locks = new DocumentLocks(jdbc);
        this.content = new HeldContent(jdbc);
    }

    /// Takes all uploads in, or none, and lets them wait for processing. Throws [Failure]: `NOT_FOUND`; `BUSY`
    /// for a document whose content may change in a moment or is not here; `REQUEST_INVALID` for pieces that do
    /// not fit to chunks that stay; `LIMIT_EXCEEDED`.
    public void takeIn(Tenant tenant, List<Upload> uploads) {
        transactions.run(tenant, () -> {
            allowance.enter(tenant);
            locks.take(tenant, uploads.stream().map(Upload::document).toList());
            List<DocumentNews.Subject> taken = new ArrayList<>();
            long added = 0;
            for (Upload upload : uploads) {
                long before = characters(tenant, upload.document());
                taken.add(takeIn(tenant, upload));
                added += requireRoom(tenant, upload, before, added);
            }
            if (!taken.isEmpty()) {
                events.publishEvent(new DocumentNews.Fetched(tenant, taken));
            }
        });
    }

    private DocumentNews.Subject takeIn(Tenant tenant, Upload upload) {
        Document document = jdbc.sql("""
                        SELECT * FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND deleted_at IS NULL
                        """)
                .params(
                        tenant.organization().value(),
                        tenant.customer().value(),
                        upload.document().value())
                .query(DocumentRow::read)
                .optional()
                .orElseThrow(() -> Failure.notFound("file", upload.document()));
        requireIdle(document);
        Held held = switch (upload.existing()) {
            case REPLACE -> {
                content.deleteUpload(tenant, List.of(document.id()));
                yield new Held(Set.of(), null);
            }
            case KEEP -> fitting(tenant, document, upload);
        };
        keep(tenant, upload, held);
        mark(tenant, upload);
        return new DocumentNews.Subject(document.id(), document.lastSync() != null, document.requestId());
    }

    /// Returns how much more the document has than before. Asked afterwards, when that is known: a refusal takes
    /// everything back.
    private long requireRoom(Tenant tenant, Upload upload, long before, long soFar) {
        long after = characters(tenant, upload.document());
        Obstacle obstacle = allowance.againstUpload(tenant, before, after, soFar);
        if (obstacle != null) {
            throw new Failure(
                    ErrorCode.LIMIT_EXCEEDED,
                    "could not take chunks for file " + upload.document() + " in: " + obstacle.reason());
        }
        return Math.max(0, after - before);
    }

    private long characters(Tenant tenant, DocumentId document) {
        return jdbc.sql("""
                        SELECT characters FROM library_document WHERE organization_id = ? AND customer_id = ? AND id = ?
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private static void requireIdle(Document document) {
        @Nullable
        String obstacle = switch (document.status()) {
            case READY -> document.contentsDeleted() ? "its content was deleted; resync it first" : null;
            case RECORDED, FAILED -> null;
            case SYNCING -> document.uploaded() == null ? "it is in work; try again when it is done" : null;
            case QUEUED, EVALUATING -> "it is in work; try again when it is done";
            case ABORTED -> "it was not synced yet; sync it first";
        };
        if (obstacle != null) {
            throw new Failure(ErrorCode.BUSY, "could not take chunks for file " + document.id() + " in: " + obstacle);
        }
    }

    /// What stays, once it is clear that the new pieces fit to it.
    private Held fitting(Tenant tenant, Document document, Upload upload) {
        Document.Uploaded before = document.uploaded();
        if (before == null) {
            if (hasChunks(tenant, document.id())) {
                throw misfit(document, "it has chunks of its own; have them replaced");
            }
            return new Held(Set.of(), null);
        }
        Held held = held(tenant, document.id());
        if (!before.model().equals(upload.model())) {
            throw misfit(document, "its chunks are of the model " + before.model());
        }
        if (!Objects.equals(held.dimensions(), dimensions(upload))) {
            throw misfit(document, "its chunks have vectors of another length, or none");
        }
        upload.pieces().stream()
                .map(Piece::number)
                .filter(number -> number != null && held.numbers().contains(number))
                .findFirst()
                .ifPresent(number -> {
                    throw misfit(document, "it has a chunk " + number + "; have its chunks replaced");
                });
        return held;
    }

    private static @Nullable Integer dimensions(Upload upload) {
        Embedding first = upload.pieces().getFirst().vector();
        return first == null ? null : first.values().length;
    }

    private static Failure misfit(Document document, String reason) {
        return Failure.invalid("could not add chunks to file " + document.id() + ": " + reason);
    }

    private boolean hasChunks(Tenant tenant, DocumentId document) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM library_chunk
                                       WHERE organization_id = ? AND customer_id = ? AND document_id = ?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .query(Boolean.class)
                .single();
    }

    private Held held(Tenant tenant, DocumentId document) {
        Map<Integer, Integer> lengths = new HashMap<>();
        jdbc.sql("""
                        SELECT ordinal, coalesce(octet_length(vector), 0) FROM library_upload
                        WHERE organization_id = ? AND customer_id = ? AND document_id = ?
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .query((ResultSet row) -> {
                    lengths.put(row.getInt(1), row.getInt(2));
                });
        int bytes = lengths.values().stream().findFirst().orElse(0);
        return new Held(lengths.keySet(), bytes == 0 ? null : bytes / Float.BYTES);
    }

    private void keep(Tenant tenant, Upload upload, Held held) {
        List<Piece> pieces = upload.pieces();
        if (held.numbers().size() + pieces.size() > MAX_CHUNKS) {
            throw new Failure(
                    ErrorCode.LIMIT_EXCEEDED,
                    "could not take chunks for file " + upload.document() + " in: it would have more than "
                            + MAX_CHUNKS);
        }
        jdbc.sql("""
                        INSERT INTO library_upload (document_id, organization_id, customer_id, ordinal, content, vector)
                        SELECT ?, ?, ?, ordinal, content, vector FROM unnest(?, ?, ?) AS piece (ordinal, content, vector)
                        """)
                .param(upload.document().value())
                .params(tenant.organization().value(), tenant.customer().value())
                .param(numbers(pieces, held.numbers()))
                .param(pieces.stream().map(Piece::text).toArray(String[]::new))
                .param(pieces.stream().map(Uploads::bytes).toArray(byte[][]::new))
                .update();
    }

    private static byte @Nullable [] bytes(Piece piece) {
        return piece.vector() == null ? null : piece.vector().bytes();
    }

    /// The numbers of pieces; those without come after all others.
    private static Integer[] numbers(List<Piece> pieces, Set<Integer> held) {
        int next = Stream.concat(held.stream(), pieces.stream().map(Piece::number))
                        .filter(Objects::nonNull)
                        .max(Integer::compare)
                        .orElse(-1)
                + 1;
        Integer[] numbers = new Integer[pieces.size()];
        for (int i = 0; i < numbers.length; i++) {
            Integer number = pieces.get(i).number();
            numbers[i] = number == null ? next++ : number;
        }
        return numbers;
    }

    private void mark(Tenant tenant, Upload upload) {
        jdbc.sql("""
                        UPDATE library_document
                        SET status = 'SYNCING', awaits = 'PROCESS', error = NULL, attempts = 0, retry_at = NULL,
                            withheld_by = NULL, wanted_characters = NULL,
                            uploaded_model = ?, uploaded_chunk_size = ?, uploaded_chunk_overlap = ?,
                            uploaded_characters = (SELECT sum(char_length(content)) FROM library_upload
                                                   WHERE document_id = library_document.id),
                            uploaded_at = touched(uploaded_at), upload_pending = true, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ?
                        """)
                .params(Sql.values(upload.model(), upload.chunkSize(), upload.chunkOverlap()))
                .params(tenant.organization().value(), tenant.customer().value())
                .param(upload.document().value())
                .update();
    }

    /// Uploads that wait for processing and may be tried now, oldest document first.
    public List<Waiting> waiting(Tenant tenant, int limit) {
        return transactions.in(tenant, () -> {
            List<Waiting> waiting = jdbc.sql("""
                            SELECT * FROM library_document
                            WHERE organization_id = ? AND customer_id = ? AND awaits = 'PROCESS' AND uploaded_at IS NOT NULL
                              AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                            ORDER BY id LIMIT ?
                            """)
                    .params(tenant.organization().value(), tenant.customer().value(), limit)
                    .query(Uploads::read)
                    .list();
            waiting.forEach(upload -> upload.pieces().addAll(pieces(tenant, upload.document())));
            return waiting;
        });
    }

    /// What a document has uploaded, whatever it waits for.
    public Optional<Waiting> of(Tenant tenant, DocumentId id) {
        return transactions.in(tenant, () -> {
            Optional<Waiting> upload = jdbc.sql("""
                            SELECT * FROM library_document
                            WHERE organization_id = ? AND customer_id = ? AND id = ? AND uploaded_at IS NOT NULL
                            """)
                    .params(tenant.organization().value(), tenant.customer().value(), id.value())
                    .query(Uploads::read)
                    .optional();
            upload.ifPresent(found -> found.pieces().addAll(pieces(tenant, id)));
            return upload;
        });
    }

    private static Waiting read(ResultSet row, int number) throws SQLException {
        return new Waiting(
                new DocumentId(row.getLong("id")),
                row.getString("name"),
                row.getString("language"),
                row.getString("uploaded_model"),
                Columns.time(row, "uploaded_at"),
                row.getInt("attempts"),
                new ArrayList<>());
    }

    private List<Piece> pieces(Tenant tenant, DocumentId document) {
        return jdbc.sql("""
                        SELECT ordinal, content, vector FROM library_upload
                        WHERE organization_id = ? AND customer_id = ? AND document_id = ? ORDER BY ordinal
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .query((row, number) -> new Piece(row.getInt(1), row.getString(2), vector(row.getBytes(3))))
                .list();
    }

    private static @Nullable Embedding vector(byte @Nullable [] bytes) {
        return bytes == null ? null : Embedding.of(bytes);
    }

    /// Stores what processing made of an upload, with its position, in one transaction. Returns false and changes
    /// nothing when there is a newer upload or the document changed or is gone.
    public boolean store(Tenant tenant, Waiting upload, Made made) {
        return transactions.in(tenant, () -> {
            if (!finish(tenant, upload, made)) {
                return false;
            }
            if (made.embedder() != null) {
                embeddings.keep(tenant, made.embedder(), made.vectors());
            }
            content.replaceChunks(tenant, upload.document(), made.chunks());
            heads.advance(tenant, List.of(upload.document()));
            return true;
        });
    }

    private boolean finish(Tenant tenant, Waiting upload, Made made) {
        int windows =
                made.chunks().stream().mapToInt(chunk -> chunk.windows().size()).sum();
        EmbedderId embedder = made.embedder();
        return jdbc.sql("""
                        UPDATE library_document
                        SET awaits = 'INDEX', upload_pending = false, embedder = ?, pipeline = ?, num_chunks = ?,
                            num_windows = ?, updated_at = touched(updated_at)
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND awaits = 'PROCESS' AND uploaded_at = ?
                        """)
                        .params(Sql.values(
                                embedder == null ? null : embedder.toString(),
                                Pipeline.VERSION,
                                made.chunks().size(),
                                windows))
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(upload.document().value(), Sql.time(upload.uploadedAt()))
                        .update()
                == 1;
    }
}
