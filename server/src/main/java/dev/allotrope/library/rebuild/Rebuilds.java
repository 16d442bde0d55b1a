package dev.allotrope.library.rebuild;

import dev.allotrope.kernel.Position;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Collection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Search indexes that are built from the start.
public final class Rebuilds {
    /// How far the builds that were asked for together are. `documents` counts those that are gone, too: the index has
    /// to be told of them.
    public record Progress(long customers, long whole, long documents, long done) {
        boolean finished() {
            return whole == customers;
        }
    }

    private final Transactions transactions;
    private final JdbcClient jdbc;

    public Rebuilds(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Gives the tenant's library a new random mark, and so makes every index of it one to be built again. Returns the
    /// mark; empty when the tenant has no documents.
    public Optional<String> request(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        UPDATE library_head SET mark = gen_random_uuid() WHERE organization_id = ? AND customer_id = ?
                        RETURNING mark::text
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query(String.class)
                        .optional());
    }

    /// Notes that the index which follows the head of that mark is built up to a position, and whether that was the
    /// end.
    public void reached(Tenant tenant, String mark, Position position, boolean whole) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO library_rebuild (customer_id, organization_id, mark, position, whole)
                        VALUES (?, ?, ?::uuid, ?, ?)
                        ON CONFLICT (customer_id) DO UPDATE
                        SET mark = excluded.mark, position = excluded.position, whole = excluded.whole
                        """)
                        .params(tenant.customer().value(), tenant.organization().value())
                        .params(mark, position.value(), whole)
                        .update());
    }

    /// How far the indexes of these marks are. A library whose mark changed meanwhile, or that was erased, is none of
    /// them any more.
    public Progress progress(Scope scope, Collection<String> marks) {
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        SELECT count(*) AS customers, count(*) FILTER (WHERE r.whole) AS whole,
                            coalesce(sum(d.documents), 0) AS documents, coalesce(sum(d.done), 0) AS done
                        FROM library_head h
                        LEFT JOIN library_rebuild r ON r.customer_id = h.customer_id AND r.mark = h.mark
                        CROSS JOIN LATERAL (
                            SELECT count(*) AS documents, count(*) FILTER (WHERE position <= r.position) AS done
                            FROM library_document
                            WHERE organization_id = h.organization_id AND customer_id = h.customer_id) d
                        WHERE h.mark = ANY (?::uuid[])
                        """)
                        .param(marks.toArray(String[]::new))
                        .query((row, number) -> new Progress(
                                row.getLong("customers"),
                                row.getLong("whole"),
                                row.getLong("documents"),
                                row.getLong("done")))
                        .single());
    }
}
