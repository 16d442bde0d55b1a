package dev.allotrope.library.row;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Marks documents whose removal is held, and tells of those that were not marked before. Call inside a transaction.
public final class RemovalHolds {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    public RemovalHolds(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /// Of the documents made of items, marks these and only these.
    public void ofItems(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        hold(tenant, connection, "parent_id IS NULL", "external_id = ANY (?)", externalIds.toArray(String[]::new));
    }

    /// Of the files that hang on documents, marks these and only these.
    public void ofFiles(Tenant tenant, ConnectionId connection, Collection<DocumentId> ids) {
        hold(tenant, connection, "parent_id IS NOT NULL", "id = ANY (?)", Sql.ids(ids));
    }

    private void hold(Tenant tenant, ConnectionId connection, String kind, String held, Object wanted) {
        List<DocumentId> news = jdbc
                .sql("""
                        UPDATE library_document
                        SET removal_held = NOT removal_held, updated_at = touched(updated_at)
                        WHERE id IN (SELECT id FROM library_document
                                     WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                                       AND %s AND deleted_at IS NULL AND removal_held <> (%s)
                                     ORDER BY id FOR UPDATE)
                        RETURNING CASE WHEN removal_held THEN id END
                        """.formatted(kind, held))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(wanted)
                .query((row, number) -> row.getLong(1))
                .stream()
                .filter(id -> id > 0)
                .map(DocumentId::new)
                .toList();
        if (!news.isEmpty()) {
            events.publishEvent(new DocumentNews.RemovalHeld(tenant, connection, news));
        }
    }
}
