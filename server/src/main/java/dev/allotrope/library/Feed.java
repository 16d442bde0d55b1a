package dev.allotrope.library;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What an index has to follow: the documents of a tenant in the order in which they were last written.
public final class Feed {
    /// A document at its latest position. `chunks` is empty when it is gone or has nothing to be found by.
    public record Entry(
            DocumentId document,
            Position position,
            String language,
            String name,
            Tags tags,
            String model,
            @Nullable EmbedderId embedder,
            List<FeedChunk> chunks) {}

    public record FeedChunk(int ordinal, String text, List<String> headings, List<Embedding> windows) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Feed(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// About `limit` documents after a position, in position order: documents of one position come together, so the
    /// position of the last entry is followed whole.
    public List<Entry> after(Tenant tenant, Position position, int limit) {
        return transactions.in(tenant, () -> {
            List<Row> rows = rows(tenant, position, limit);
            Map<Long, List<FeedChunk>> chunks = chunks(tenant, rows);
            return rows.stream()
                    .map(row -> row.entry(chunks.getOrDefault(row.id, List.of())))
                    .toList();
        });
    }

    private record Row(
            long id,
            long position,
            String language,
            String name,
            Tags tags,
            String model,
            @Nullable String embedder) {
        Entry entry(List<FeedChunk> chunks) {
            return new Entry(
                    new DocumentId(id),
                    new Position(position),
                    language,
                    name,
                    tags,
                    model,
                    embedder == null ? null : EmbedderId.parse(embedder),
                    chunks);
        }
    }

    private List<Row> rows(Tenant tenant, Position position, int limit) {
        return jdbc.sql("""
                        SELECT id, position, language, name, user_tags || source_tags AS tags, embedder,
                            coalesce(uploaded_model, embedding_model) AS model
                        FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND position > ?
                        ORDER BY position FETCH FIRST ? ROWS WITH TIES
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), position.value(), limit)
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        row.getLong("position"),
                        row.getString("language"),
                        row.getString("name"),
                        Sql.tags(row.getString("tags")),
                        row.getString("model"),
                        row.getString("embedder")))
                .list();
    }

    private Map<Long, List<FeedChunk>> chunks(Tenant tenant, List<Row> rows) {
        Map<Long, List<FeedChunk>> chunks = new HashMap<>();
        Map<String, List<Embedding>> vectors = vectors(tenant, rows);
        jdbc.sql("""
                        SELECT document_id, ordinal, content, headings FROM library_chunk
                        WHERE organization_id = ? AND customer_id = ? AND document_id = ANY (?) ORDER BY document_id, ordinal
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), ids(rows))
                .query((ResultSet row) -> {
                    long document = row.getLong("document_id");
                    int ordinal = row.getInt("ordinal");
                    chunks.computeIfAbsent(document, id -> new ArrayList<>())
                            .add(new FeedChunk(
                                    ordinal,
                                    row.getString("content"),
                                    Sql.list(row.getString("headings")),
                                    vectors.getOrDefault(document + ":" + ordinal, List.of())));
                });
        return chunks;
    }

    private Map<String, List<Embedding>> vectors(Tenant tenant, List<Row> rows) {
        Map<String, List<Embedding>> vectors = new HashMap<>();
        jdbc.sql("""
                        SELECT w.document_id, w.chunk, e.vector FROM library_window w
                        JOIN library_document d ON d.id = w.document_id
                        JOIN library_embedding e
                          ON e.organization_id = w.organization_id AND e.embedder = d.embedder AND e.text_hash = w.text_hash
                        WHERE w.organization_id = ? AND w.customer_id = ? AND w.document_id = ANY (?)
                        ORDER BY w.document_id, w.chunk, w.ordinal
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), ids(rows))
                .query((ResultSet row) -> collect(vectors, row));
        return vectors;
    }

    private static void collect(Map<String, List<Embedding>> vectors, ResultSet row) throws SQLException {
        vectors.computeIfAbsent(row.getLong(1) + ":" + row.getInt(2), key -> new ArrayList<>())
                .add(Embedding.of(row.getBytes(3)));
    }

    private static Long[] ids(List<Row> rows) {
        return rows.stream().map(Row::id).toArray(Long[]::new);
    }
}
