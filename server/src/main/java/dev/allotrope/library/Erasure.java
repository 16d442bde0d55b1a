package dev.allotrope.library;

import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Erases the library of a deleted customer, and the vectors that nobody of the organization uses any more.
final class Erasure {
    /// Documents with everything made from them, erased in one transaction.
    static final int DOCUMENTS = 100;
    /// Vectors erased in one transaction.
    static final int VECTORS = 5_000;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Erasure(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Erases a part and says whether more is left.
    boolean erase(Tenant tenant) {
        return documents(tenant) || rest(tenant) || vectors(tenant);
    }

    /// Bodies, chunks and windows go with their documents.
    private boolean documents(Tenant tenant) {
        int erased = transactions.in(
                tenant,
                () -> jdbc.sql("""
                        DELETE FROM library_document
                        WHERE id IN (SELECT id FROM library_document WHERE organization_id = ? AND customer_id = ?
                                     ORDER BY id LIMIT ? FOR UPDATE)
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), DOCUMENTS)
                        .update());
        return erased > 0;
    }

    private boolean rest(Tenant tenant) {
        transactions.run(tenant, () -> {
            for (String table : List.of(
                    "library_item",
                    "library_exclusion",
                    "library_added",
                    "library_reembedding",
                    "library_rebuild",
                    "library_head")) {
                jdbc.sql("DELETE FROM " + table + " WHERE organization_id = ? AND customer_id = ?")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .update();
            }
        });
        return false;
    }

    /// Who stores a document meanwhile keeps its vectors in one transaction with its windows, and touches those that
    /// are there: a vector that was touched since it was looked at stays. Seen as the organization, since other
    /// customers may use the same texts.
    private boolean vectors(Tenant tenant) {
        int erased = transactions.in(
                new Scope.Organization(tenant.organization()),
                () -> jdbc.sql("""
                        WITH unused AS MATERIALIZED (
                            SELECT embedder, text_hash, created_at FROM library_embedding e
                            WHERE organization_id = ?
                              AND NOT EXISTS (SELECT 1 FROM library_window w
                                              WHERE w.organization_id = e.organization_id AND w.text_hash = e.text_hash)
                            LIMIT ?)
                        DELETE FROM library_embedding e USING unused
                        WHERE e.organization_id = ? AND e.embedder = unused.embedder AND e.text_hash = unused.text_hash
                          AND e.created_at = unused.created_at
                        """)
                        .params(
                                tenant.organization().value(),
                                VECTORS,
                                tenant.organization().value())
                        .update());
        return erased == VECTORS;
    }
}
