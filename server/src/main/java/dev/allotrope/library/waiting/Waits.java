package dev.allotrope.library.waiting;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.source.ItemRef;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads which documents wait to be fetched.
public final class Waits {
    private final Transactions transactions;
    private final JdbcClient jdbc;

    public Waits(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// What waits to be fetched of a connection, at its latest listed revision: at most `limit`.
    public List<ItemRef> items(Tenant tenant, ConnectionId connection, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT i.external_id, i.revision_id FROM library_document d
                        JOIN library_item i ON i.connection_id = d.connection_id AND i.external_id = d.external_id
                        WHERE d.organization_id = ? AND d.customer_id = ? AND d.connection_id = ? AND d.awaits = 'FETCH'
                          AND d.deleted_at IS NULL
                        ORDER BY d.id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value(), limit)
                        .query((row, number) -> new ItemRef(row.getString(1), row.getString(2)))
                        .list());
    }

    /// Which documents of a connection wait to be fetched: at most `limit`, the oldest first.
    public List<DocumentId> documents(Tenant tenant, ConnectionId connection, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND awaits = 'FETCH'
                          AND deleted_at IS NULL
                        ORDER BY id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value(), limit)
                        .query((row, number) -> new DocumentId(row.getLong(1)))
                        .list());
    }

    /// How many documents of a connection wait to be fetched.
    public long count(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT count(*) FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND awaits = 'FETCH'
                          AND deleted_at IS NULL
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query(Long.class)
                        .single());
    }
}
