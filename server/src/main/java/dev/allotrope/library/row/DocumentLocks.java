package dev.allotrope.library.row;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whoever writes several documents in one transaction locks them first, in the order of their ids: two who lock in
/// different orders would wait for each other. Call inside a transaction.
public final class DocumentLocks {
    private final JdbcClient jdbc;

    public DocumentLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Locks these documents, removed ones too.
    public void take(Tenant tenant, Collection<DocumentId> ids) {
        jdbc.sql("""
                        SELECT id FROM library_document WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        ORDER BY id FOR UPDATE
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .query(Long.class)
                .list();
    }

    /// Locks the documents of these items.
    public void take(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                          AND deleted_at IS NULL
                        ORDER BY id FOR UPDATE
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .query(Long.class)
                .list();
    }
}
