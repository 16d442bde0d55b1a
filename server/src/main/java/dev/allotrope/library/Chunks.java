package dev.allotrope.library;

import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Contents.ChunkRef;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.row.Conditions;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The chunks of a tenant, for whoever wants to take them elsewhere.
public final class Chunks {
    /// How the chunks of one document are ordered; ties go by ordinal in the same direction.
    public record Order(By by, DocumentOrder.Direction direction) {
        public enum By {
            ORDINAL("c.ordinal"),
            CREATED_AT("c.created_at");

            final String column;

            By(String column) {
                this.column = column;
            }
        }

        String clause() {
            return "%s %s, c.ordinal %s".formatted(by.column, direction.keyword(), direction.keyword());
        }
    }

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Chunks(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// One page of the chunks of a document. The starting id of a page is a document's: chunks have no other id.
    public List<StoredChunk> list(Tenant tenant, DocumentId document, Order order, Page page) {
        return list(tenant, DocumentFilter.ofIds(List.of(document)), order.clause(), page);
    }

    /// One page of the chunks of documents, in the order of the documents; those of one document by their ordinals.
    public List<StoredChunk> list(Tenant tenant, DocumentFilter filter, DocumentOrder order, Page page) {
        return list(tenant, filter, order.clause("d.") + ", c.ordinal", page);
    }

    private List<StoredChunk> list(Tenant tenant, DocumentFilter filter, String order, Page page) {
        Conditions conditions = Conditions.of(tenant, filter).add("id > ?", page.startingId());
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        WITH d AS (SELECT * FROM library_document WHERE %s)
                        SELECT c.*, (SELECT count(*) FROM library_window w
                                     WHERE w.document_id = c.document_id AND w.chunk = c.ordinal) AS windows
                        FROM d JOIN library_chunk c ON c.document_id = d.id
                        WHERE c.organization_id = ? AND c.customer_id = ?
                        ORDER BY %s LIMIT ? OFFSET ?
                        """.formatted(conditions.where(), order))
                        .params(conditions.values())
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(page.limit(), page.offset())
                        .query(Chunks::read)
                        .list());
    }

    /// How many chunks the documents have, whatever the page.
    public long count(Tenant tenant, DocumentFilter filter) {
        Conditions conditions = Conditions.of(tenant, filter);
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT count(*) FROM library_chunk
                        WHERE organization_id = ? AND customer_id = ?
                          AND document_id IN (SELECT id FROM library_document WHERE %s)
                        """.formatted(conditions.where()))
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(conditions.values())
                        .query(Long.class)
                        .single());
    }

    /// One vector for each of the chunks that were embedded: the mean of its windows', of length one.
    public Map<ChunkRef, Embedding> vectors(Tenant tenant, Collection<ChunkRef> refs) {
        Map<ChunkRef, List<Embedding>> windows = new HashMap<>();
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        SELECT w.document_id, w.chunk, e.vector
                        FROM unnest(?, ?) AS wanted (document_id, chunk)
                        JOIN library_window w ON w.document_id = wanted.document_id AND w.chunk = wanted.chunk
                        JOIN library_document d ON d.id = w.document_id
                        JOIN library_embedding e
                          ON e.organization_id = w.organization_id AND e.embedder = d.embedder AND e.text_hash = w.text_hash
                        WHERE w.organization_id = ? AND w.customer_id = ?
                        ORDER BY w.document_id, w.chunk, w.ordinal
                        """)
                        .params(documents(refs), ordinals(refs))
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query((ResultSet row) -> collect(windows, row)));
        Map<ChunkRef, Embedding> vectors = new HashMap<>();
        windows.forEach((chunk, each) -> vectors.put(chunk, Embedding.mean(each)));
        return vectors;
    }

    private static void collect(Map<ChunkRef, List<Embedding>> windows, ResultSet row) throws SQLException {
        ChunkRef chunk = new ChunkRef(new DocumentId(row.getLong(1)), row.getInt(2));
        windows.computeIfAbsent(chunk, key -> new ArrayList<>()).add(Embedding.of(row.getBytes(3)));
    }

    static StoredChunk read(ResultSet row, int number) throws SQLException {
        return new StoredChunk(
                new ChunkRef(new DocumentId(row.getLong("document_id")), row.getInt("ordinal")),
                row.getString("content"),
                row.getInt("start_offset"),
                row.getInt("end_offset"),
                row.getInt("tokens"),
                Sql.list(row.getString("headings")),
                row.getInt("windows"));
    }

    static Long[] documents(Collection<ChunkRef> refs) {
        return refs.stream().map(ref -> ref.document().value()).toArray(Long[]::new);
    }

    static Integer[] ordinals(Collection<ChunkRef> refs) {
        return refs.stream().map(ChunkRef::ordinal).toArray(Integer[]::new);
    }
}
