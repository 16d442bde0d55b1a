package dev.allotrope.library;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Vectors by the exact text they were made from, so that an unchanged window is never embedded again. Shared by the
/// customers of an organization.
public final class Embeddings {
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Embeddings(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Those of the given window texts, by [Fingerprint], that were embedded before.
    public Map<Fingerprint, Embedding> known(Tenant tenant, EmbedderId embedder, Collection<Fingerprint> texts) {
        return transactions.in(tenant, () -> {
            Map<Fingerprint, Embedding> known = new HashMap<>();
            jdbc.sql("""
                            SELECT text_hash, vector FROM library_embedding
                            WHERE organization_id = ? AND embedder = ? AND text_hash = ANY (?)
                            """)
                    .params(tenant.organization().value(), embedder.toString(), hashes(texts))
                    .query((row, number) -> Map.entry(
                            new Fingerprint(HexFormat.of().formatHex(row.getBytes(1))), Embedding.of(row.getBytes(2))))
                    .list()
                    .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
            return known;
        });
    }

    /// Keeps the vectors of a document that is being stored. Those that are there already count as new, so that no
    /// [#sweep] takes them before the document's windows show.
    void keep(Tenant tenant, EmbedderId embedder, Map<Fingerprint, Embedding> vectors) {
        if (vectors.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO library_embedding (organization_id, embedder, text_hash, vector)
                        SELECT ?, ?, text_hash, vector FROM unnest(?, ?) AS used (text_hash, vector)
                        ORDER BY text_hash
                        ON CONFLICT (organization_id, embedder, text_hash) DO UPDATE SET created_at = clock_timestamp()
                        """)
                .params(
                        tenant.organization().value(),
                        embedder.toString(),
                        hashes(vectors.keySet()),
                        vectors.values().stream().map(Embedding::bytes).toArray(byte[][]::new))
                .update();
    }

    /// How long the vectors of each embedder are that documents have. Steps through the vectors from one
    /// embedder to the next, and looks for a document only then: a start must not read them all.
    public Map<EmbedderId, Integer> lengths(Scope scope) {
        return transactions.in(scope, () -> {
            Map<EmbedderId, Integer> lengths = new HashMap<>();
            jdbc.sql("""
                            WITH RECURSIVE stored AS (
                                (SELECT organization_id, embedder, octet_length(vector) AS length FROM library_embedding
                                 ORDER BY organization_id, embedder LIMIT 1)
                                UNION ALL
                                SELECT next.organization_id, next.embedder, next.length
                                FROM stored CROSS JOIN LATERAL (
                                    SELECT organization_id, embedder, octet_length(vector) AS length FROM library_embedding e
                                    WHERE (e.organization_id, e.embedder) > (stored.organization_id, stored.embedder)
                                    ORDER BY organization_id, embedder LIMIT 1) next)
                            SELECT embedder, length FROM stored
                            CROSS JOIN LATERAL (SELECT FROM library_document d
                                                WHERE d.organization_id = stored.organization_id
                                                  AND d.embedder = stored.embedder LIMIT 1) used
                            """)
                    .query((row, number) -> Map.entry(EmbedderId.parse(row.getString(1)), row.getInt(2) / Float.BYTES))
                    .list()
                    .forEach(entry -> lengths.put(entry.getKey(), entry.getValue()));
            return lengths;
        });
    }

    /// Forgets vectors older than `grace` that no window uses any more. Returns how many.
    public int sweep(Duration grace) {
        return transactions.in(
                Scope.SYSTEM, () -> jdbc.sql("""
                        DELETE FROM library_embedding e
                        WHERE created_at < clock_timestamp() - make_interval(secs => ?)
                          AND NOT EXISTS (SELECT 1 FROM library_window w
                                          WHERE w.organization_id = e.organization_id AND w.text_hash = e.text_hash)
                        """).param(grace.toSeconds()).update());
    }

    private static byte[][] hashes(Collection<Fingerprint> texts) {
        return texts.stream().map(Fingerprint::bytes).toArray(byte[][]::new);
    }
}
