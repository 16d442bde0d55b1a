package dev.allotrope.library.limits;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What limits hold back, and when it may go on. Call inside a transaction.
public final class Withholding {
    /// Items that are no documents and may become some.
    private static final String CANDIDATES = """
            FROM library_item i
            WHERE i.organization_id = ? AND i.customer_id = ? AND i.connection_id = ? AND i.external_id = ANY (?)
              AND NOT EXISTS (SELECT 1 FROM library_document d WHERE d.connection_id = i.connection_id
                              AND d.external_id = i.external_id AND d.deleted_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM library_exclusion x WHERE x.connection_id = i.connection_id
                              AND x.external_id = i.external_id)
            """;

    private final JdbcClient jdbc;
    private final Allowance allowance;

    public Withholding(JdbcClient jdbc, Allowance allowance) {
        this.jdbc = jdbc;
        this.allowance = allowance;
    }

    /// An item that is held back. `news` says that it was not, or not by this limit.
    public record Item(String externalId, boolean news) {}

    /// Holds back those of these items that became no documents. `terms` are those under which they were chosen, as
    /// JSON; null leaves what there is.
    public List<Item> withhold(
            Tenant tenant,
            ConnectionId connection,
            Obstacle obstacle,
            @Nullable String terms,
            Collection<String> externalIds) {
        return jdbc.sql("""
                        UPDATE library_item i
                        SET withheld_by = ?, withheld_terms = coalesce(?::jsonb, i.withheld_terms)
                        FROM (SELECT i.id, i.withheld_by %s ORDER BY i.id FOR UPDATE OF i) before
                        WHERE i.id = before.id
                        RETURNING i.external_id, before.withheld_by IS DISTINCT FROM i.withheld_by
                        """.formatted(CANDIDATES))
                .param(obstacle.name())
                .param(terms)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .query((row, number) -> new Item(row.getString(1), row.getBoolean(2)))
                .list();
    }

    /// Items that are held back, the oldest first: all, or those that were chosen.
    public List<String> items(Tenant tenant, ConnectionId connection, boolean chosen, int limit) {
        return jdbc.sql("""
                        SELECT external_id FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND withheld_by IS NOT NULL
                          AND (NOT ? OR withheld_terms IS NOT NULL)
                        ORDER BY id LIMIT ?
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(chosen, limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /// Forgets that these items were held back, and on which terms: they are documents now, or wanted on others.
    public void forget(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        jdbc.sql("""
                        UPDATE library_item SET withheld_by = NULL, withheld_terms = NULL
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                          AND withheld_by IS NOT NULL
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .update();
    }

    /// Queues documents of a connection again whose content was held back and fits by now: at most `limit`, the oldest
    /// first. Content that moved meanwhile is left to the listing. Returns how many there were.
    public int release(Tenant tenant, ConnectionId connection, RunId run, int limit) {
        Map<DocumentId, Allowance.Wish> wishes = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT d.id, d.characters, d.wanted_characters FROM library_document d
                        LEFT JOIN library_item i ON i.connection_id = d.connection_id AND i.external_id = d.external_id
                        WHERE d.organization_id = ? AND d.customer_id = ? AND d.connection_id = ?
                          AND d.deleted_at IS NULL AND d.withheld_by IS NOT NULL
                          AND (d.parent_id IS NOT NULL OR i.id IS NOT NULL AND d.stamp IS NOT DISTINCT FROM i.stamp)
                        ORDER BY d.id
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .query(row -> {
                    wishes.put(new DocumentId(row.getLong(1)), new Allowance.Wish(row.getLong(2), row.getLong(3)));
                });
        List<DocumentId> fitting = wishes.isEmpty() ? List.of() : allowance.fitting(tenant, run, wishes);
        return fitting.isEmpty()
                ? 0
                : queue(tenant, run, fitting.stream().limit(limit).toList());
    }

    private int queue(Tenant tenant, RunId run, List<DocumentId> fitting) {
        return jdbc.sql("""
                        UPDATE library_document
                        SET status = 'QUEUED', awaits = 'PROCESS', queued_by = ?, error = NULL, withheld_by = NULL,
                            updated_at = touched(updated_at)
                        WHERE id IN (SELECT id FROM library_document
                                     WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND withheld_by IS NOT NULL
                                     ORDER BY id FOR UPDATE)
                        """)
                .param(run.value())
                .params(tenant.organization().value(), tenant.customer().value())
                .param(fitting.stream().map(DocumentId::value).toArray(Long[]::new))
                .update();
    }
}
