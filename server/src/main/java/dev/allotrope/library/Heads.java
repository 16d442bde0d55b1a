package dev.allotrope.library;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Position;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The head of each tenant: how far its documents have been written.
public final class Heads {
    /// A position, and the random mark of the library that counted it.
    public record Head(Position position, String mark) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Heads(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
    }

    /// The tenant's head; a tenant without documents has one at the start.
    public Head head(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT position, mark::text FROM library_head WHERE organization_id = ? AND customer_id = ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query((row, number) -> new Head(new Position(row.getLong(1)), row.getString(2)))
                        .optional()
                        .orElseGet(() -> new Head(Position.START, "")));
    }

    /// The head of every tenant that has written documents.
    public Map<Tenant, Head> all(Scope scope) {
        return transactions.in(scope, () -> {
            Map<Tenant, Head> heads = new LinkedHashMap<>();
            jdbc.sql("SELECT organization_id, customer_id, position, mark::text FROM library_head ORDER BY customer_id")
                    .query((ResultSet row) -> {
                        heads.put(
                                Tenant.parse(row.getLong(1) + ":" + row.getLong(2)),
                                new Head(new Position(row.getLong(3)), row.getString(4)));
                    });
            return heads;
        });
    }

    /// Takes the tenant's next position and stamps the documents with it. The last statements of every transaction
    /// that changes what can be found: the row lock is held to the commit, so position order is commit order.
    Position advance(Tenant tenant, Collection<DocumentId> documents) {
        Position position = new Position(next(tenant));
        jdbc.sql("""
                        UPDATE library_document SET position = ?
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        """)
                .params(
                        position.value(),
                        tenant.organization().value(),
                        tenant.customer().value(),
                        Sql.ids(documents))
                .update();
        events.publishEvent(new LibraryAdvanced(tenant, position));
        return position;
    }

    private long next(Tenant tenant) {
        return jdbc.sql("""
                        UPDATE library_head SET position = position + 1
                        WHERE organization_id = ? AND customer_id = ? RETURNING position
                        """)
                .params(tenant.organization().value(), tenant.customer().value())
                .query(Long.class)
                .optional()
                .orElseGet(() -> first(tenant));
    }

    private long first(Tenant tenant) {
        return jdbc.sql("""
                        INSERT INTO library_head (customer_id, organization_id, position) VALUES (?, ?, 1)
                        ON CONFLICT (customer_id) DO UPDATE SET position = library_head.position + 1 RETURNING position
                        """)
                .params(tenant.customer().value(), tenant.organization().value())
                .query(Long.class)
                .single();
    }
}
