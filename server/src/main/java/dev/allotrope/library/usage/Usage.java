package dev.allotrope.library.usage;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.row.Sql;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How much a tenant, or an organization with all its tenants, holds.
public final class Usage {
    /// Sums over ready documents.
    public record Totals(long documents, long bytes, long characters, long tokens, long chunks) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Usage(Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.events = events;
    }

    public Totals totals(Tenant tenant) {
        return totals(
                tenant,
                "customer_id = ? AND organization_id = ?",
                tenant.customer().value(),
                tenant.organization().value());
    }

    public Totals totals(Scope.Organization organization) {
        return totals(organization, "organization_id = ?", organization.id().value());
    }

    /// Sums up an organization and tells that it is done.
    public Totals aggregate(Scope.Organization organization) {
        return transactions.in(organization, () -> {
            Totals totals = totals(organization);
            events.publishEvent(new StatisticsAggregated(organization.id(), totals));
            return totals;
        });
    }

    private Totals totals(Scope scope, String whose, Object... ids) {
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        SELECT count(*), coalesce(sum(file_size), 0), coalesce(sum(num_characters), 0),
                               coalesce(sum(num_tokens), 0), coalesce(sum(num_chunks), 0)
                        FROM library_document
                        WHERE %s AND deleted_at IS NULL AND status IN ('READY', 'EVALUATING')
                        """.formatted(whose))
                        .params(ids)
                        .query((row, number) -> new Totals(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                        .single());
    }

    /// Each tag key with the distinct values that documents have under it.
    public Map<String, List<String>> distinctTags(Tenant tenant) {
        return transactions.in(tenant, () -> {
            Map<String, List<String>> distinct = new LinkedHashMap<>();
            jdbc.sql("""
                            SELECT DISTINCT user_tags || source_tags AS tags FROM library_document
                            WHERE organization_id = ? AND customer_id = ? AND deleted_at IS NULL
                            """)
                    .params(tenant.organization().value(), tenant.customer().value())
                    .query((row, number) -> Sql.tags(row.getString(1)))
                    .list()
                    .forEach(tags -> add(distinct, tags));
            return distinct;
        });
    }

    /// Tenants with documents in a state, for sweeps: `PROCESS` or `INDEX`.
    public List<Tenant> tenantsAwaiting(String stage) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("SELECT DISTINCT organization_id, customer_id FROM library_document WHERE awaits = ?")
                        .param(stage)
                        .query((row, number) -> Tenant.parse(row.getLong(1) + ":" + row.getLong(2)))
                        .list());
    }

    private static void add(Map<String, List<String>> distinct, Tags tags) {
        tags.values().forEach((key, value) -> distinct.merge(key, value.all(), Usage::union));
    }

    private static List<String> union(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream())
                .distinct()
                .sorted()
                .toList();
    }
}
