package dev.allotrope.library;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Pipeline;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.row.DocumentRow;
import dev.allotrope.library.row.HeldContent;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Documents whose vectors were made by another embedder than the one that their model has now, or whose text, chunks
/// and windows by an earlier [Pipeline], and how they are made anew: beside the old vectors, which are searched until
/// the whole document has new ones.
public final class Reembeddings {
    /// How far a wish is. `finishedAt` is null while it is worked on; `documents` were to be made anew when it came.
    public record Progress(
            Instant requestedAt, @Nullable Instant finishedAt, long documents, long reembedded, long failed) {}

    /// The embedder that each model has now, by its slug.
    public record Targets(Map<String, EmbedderId> bySlug) {
        public Targets {
            bySlug = Map.copyOf(bySlug);
        }

        private String[] slugs() {
            return bySlug.keySet().stream().sorted().toArray(String[]::new);
        }

        private String[] embedders() {
            return bySlug.keySet().stream()
                    .sorted()
                    .map(slug -> String.valueOf(bySlug.get(slug)))
                    .toArray(String[]::new);
        }
    }

    /// Documents with other vectors than those of the target, or made by another pipeline. What was uploaded with
    /// vectors is its owner's, and what the customer's limits withhold stays so.
    private static final String STALE = """
            FROM library_document d
            JOIN unnest(?, ?) AS target (model, embedder) ON target.model = coalesce(d.uploaded_model, d.embedding_model)
            WHERE d.organization_id = ? AND d.customer_id = ? AND d.deleted_at IS NULL AND NOT d.contents_deleted
              AND coalesce(d.awaits, '') <> 'PROCESS' AND d.withheld_by IS NULL
              AND coalesce(d.embedder, '') NOT LIKE 'uploaded@%'
              AND (d.uploaded_at IS NOT NULL OR (d.fingerprint IS NOT NULL AND d.depth NOT IN ('RECORD', 'RAW')))
              AND (d.pipeline IS DISTINCT FROM ?
                   OR (d.embedder IS DISTINCT FROM target.embedder AND (d.uploaded_at IS NOT NULL OR d.depth = 'EMBEDDINGS')))
            """;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Heads heads;
    private final Embeddings embeddings;
    private final HeldContent content;

    Reembeddings(Transactions transactions, JdbcClient jdbc, Heads heads, Embeddings embeddings) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.heads = heads;
        this.embeddings = embeddings;
        this.content = new HeldContent(jdbc);
    }

    /// The models that the tenant's documents are of.
    public List<String> models(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT DISTINCT coalesce(uploaded_model, embedding_model) FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND deleted_at IS NULL
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query(String.class)
                        .list());
    }

    /// Notes the wish, from the beginning where there is one already. The row is taken before documents are counted:
    /// one that is swapped meanwhile is either not among them, or counted as reembedded afterwards.
    public Progress request(Tenant tenant, Targets targets) {
        return transactions.in(tenant, () -> {
            jdbc.sql("""
                            INSERT INTO library_reembedding (customer_id, organization_id, documents) VALUES (?, ?, 0)
                            ON CONFLICT (customer_id) DO UPDATE
                            SET requested_at = clock_timestamp(), finished_at = NULL, reached = 0, reembedded = 0, failed = 0
                            """)
                    .params(tenant.customer().value(), tenant.organization().value())
                    .update();
            return jdbc.sql("UPDATE library_reembedding SET documents = (SELECT count(*) " + STALE
                            + ") WHERE organization_id = ? AND customer_id = ? RETURNING *")
                    .params(targets.slugs(), targets.embedders())
                    .params(tenant.organization().value(), tenant.customer().value(), Pipeline.VERSION)
                    .params(tenant.organization().value(), tenant.customer().value())
                    .query(Reembeddings::progress)
                    .single();
        });
    }

    /// The latest wish, if there ever was one.
    public Optional<Progress> progress(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT * FROM library_reembedding WHERE organization_id = ? AND customer_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query(Reembeddings::progress)
                        .optional());
    }

    /// Whose wishes are not fulfilled.
    public List<Tenant> unfinished(Scope scope) {
        return transactions.in(
                scope,
                () -> jdbc.sql("SELECT organization_id, customer_id FROM library_reembedding WHERE finished_at IS NULL")
                        .query((row, number) -> Tenant.parse(row.getLong(1) + ":" + row.getLong(2)))
                        .list());
    }

    /// The next documents of an unfinished wish, in the order of their ids.
    public List<Document> next(Tenant tenant, Targets targets, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT d.* " + STALE + """
                         AND d.id > (SELECT reached FROM library_reembedding WHERE customer_id = ?) ORDER BY d.id LIMIT ?
                        """)
                        .params(targets.slugs(), targets.embedders())
                        .params(tenant.organization().value(), tenant.customer().value(), Pipeline.VERSION)
                        .params(tenant.customer().value(), limit)
                        .query(DocumentRow::read)
                        .list());
    }

    /// Notes that everything up to a document was gone through, and how many more failed.
    public void reached(Tenant tenant, DocumentId document, long failed) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        UPDATE library_reembedding SET reached = greatest(reached, ?), failed = failed + ?
                        WHERE organization_id = ? AND customer_id = ?
                        """)
                        .params(document.value(), failed)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .update());
    }

    /// Notes that nothing is left, of the wish that came at `requestedAt` and of no later one.
    public void finished(Tenant tenant, Instant requestedAt) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        UPDATE library_reembedding SET finished_at = clock_timestamp()
                        WHERE organization_id = ? AND customer_id = ? AND requested_at = ? AND finished_at IS NULL
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .param(Sql.time(requestedAt))
                        .update());
    }

    /// Puts what a body becomes now in the place of what it became before, in one transaction. Returns false and
    /// changes nothing when the document changed meanwhile: it is then processed by itself, or looked at again.
    public boolean swap(Tenant tenant, Contents.Body body, Processed processed) {
        return transactions.in(tenant, () -> {
            boolean swapped = swap(
                    tenant,
                    body.document(),
                    new Made(processed.embedder(), processed.vectors(), processed.chunks()),
                    "uploaded_at IS NULL AND fingerprint = ?"
                            + " AND (chunk_size, chunk_overlap, depth, embedding_model, prepend_name) = (?, ?, ?, ?, ?)",
                    List.of(
                            body.fingerprint().hex(),
                            body.options().chunkSize(),
                            body.options().chunkOverlap(),
                            body.options().depth().name(),
                            body.options().embeddingModel(),
                            body.options().prependName()));
            if (swapped) {
                replaceText(tenant, body.document(), processed);
            }
            return swapped;
        });
    }

    private void replaceText(Tenant tenant, DocumentId document, Processed processed) {
        content.replaceText(tenant, document, processed.text());
        jdbc.sql("""
                        UPDATE library_document SET num_characters = ?, num_tokens = ?
                        WHERE organization_id = ? AND customer_id = ? AND id = ?
                        """)
                .params(processed.characters(), processed.tokens())
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .update();
    }

    /// [#swap] for chunks that were uploaded.
    public boolean swap(Tenant tenant, Uploads.Waiting upload, Uploads.Made made) {
        return swap(
                tenant,
                upload.document(),
                new Made(made.embedder(), made.vectors(), made.chunks()),
                "uploaded_at = ?",
                List.of(Sql.time(upload.uploadedAt())));
    }

    private record Made(@Nullable EmbedderId embedder, Map<Fingerprint, Embedding> vectors, List<Chunk> chunks) {}

    /// Where the model does not know the language, vectors from before are better than none, and the document stays.
    private boolean swap(Tenant tenant, DocumentId document, Made made, String unchanged, List<?> values) {
        String embedder = made.embedder() == null ? null : made.embedder().toString();
        int windows =
                made.chunks().stream().mapToInt(chunk -> chunk.windows().size()).sum();
        return transactions.in(tenant, () -> {
            int swapped = jdbc.sql("""
                            UPDATE library_document
                            SET embedder = ?, pipeline = ?, num_chunks = ?, num_windows = ?, updated_at = touched(updated_at)
                            WHERE organization_id = ? AND customer_id = ? AND id = ? AND deleted_at IS NULL
                              AND coalesce(awaits, '') <> 'PROCESS' AND withheld_by IS NULL AND NOT contents_deleted
                              AND (embedder IS NULL OR ?::text IS NOT NULL) AND\s""" + unchanged)
                    .params(Sql.values(embedder, Pipeline.VERSION, made.chunks().size(), windows))
                    .params(tenant.organization().value(), tenant.customer().value(), document.value())
                    .param(embedder)
                    .params(values)
                    .update();
            if (swapped == 0) {
                return false;
            }
            if (made.embedder() != null) {
                embeddings.keep(tenant, made.embedder(), made.vectors());
            }
            content.replaceChunks(tenant, document, made.chunks());
            count(tenant);
            heads.advance(tenant, List.of(document));
            return true;
        });
    }

    /// Counts a document that is made anew, in the transaction that does it.
    private void count(Tenant tenant) {
        jdbc.sql("""
                        UPDATE library_reembedding SET reembedded = reembedded + 1
                        WHERE organization_id = ? AND customer_id = ?
                        """)
                .params(tenant.organization().value(), tenant.customer().value())
                .update();
    }

    private static Progress progress(ResultSet row, int number) throws SQLException {
        return new Progress(
                Columns.time(row, "requested_at"),
                Columns.optionalTime(row, "finished_at"),
                row.getLong("documents"),
                row.getLong("reembedded"),
                row.getLong("failed"));
    }
}
