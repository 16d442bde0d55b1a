package dev.allotrope.library.usage;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.row.Sql;
import dev.allotrope.parse.FileParser;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How much a tenant, or an organization with all its tenants, holds.
public final class Usage {
    /// Sums over ready documents. `embedded` are chunks that have vectors, `attachments` documents that hang on
    /// others, by their kind.
    public record Totals(
            long documents, long bytes, long characters, long tokens, long embedded, Map<String, Long> attachments) {
        private static final Totals NONE = new Totals(0, 0, 0, 0, 0, Map.of());

        private Totals plus(Totals more) {
            Map<String, Long> all = new TreeMap<>(attachments);
            more.attachments.forEach((kind, count) -> all.merge(kind, count, Long::sum));
            return new Totals(
                    documents + more.documents,
                    bytes + more.bytes,
                    characters + more.characters,
                    tokens + more.tokens,
                    embedded + more.embedded,
                    all);
        }
    }

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
                               coalesce(sum(num_tokens), 0),
                               coalesce(sum(num_chunks) FILTER (WHERE embedder IS NOT NULL), 0), file_format
                        FROM library_document
                        WHERE %s AND deleted_at IS NULL AND status IN ('READY', 'EVALUATING')
                        GROUP BY file_format
                        """.formatted(whose)).params(ids).query(Usage::part).list().stream()
                        .reduce(Totals.NONE, Totals::plus));
    }

    private static Totals part(ResultSet row, int number) throws SQLException {
        String format = row.getString(6);
        return new Totals(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                format == null ? Map.of() : Map.of(FileParser.kind(format), row.getLong(1)));
    }

    /// Each tag key with the distinct values that documents have under it.
    public Map<String, List<String>> distinctTags(Tenant tenant) {
        return transactions.in(tenant, () -> {
            Map<String, SortedSet<String>> distinct = new LinkedHashMap<>();
            jdbc.sql("""
                            SELECT DISTINCT user_tags || source_tags AS tags FROM library_document
                            WHERE organization_id = ? AND customer_id = ? AND deleted_at IS NULL
                            """)
                    .params(tenant.organization().value(), tenant.customer().value())
                    .query(row -> {
                        add(distinct, Sql.tags(row.getString(1)));
                    });
            Map<String, List<String>> lists = new LinkedHashMap<>();
            distinct.forEach((key, values) -> lists.put(key, List.copyOf(values)));
            return lists;
        });
    }

    /// Tenants with documents that await one of these, for sweeps: `PROCESS`, `EXTRACT` or `INDEX`. Steps from
    /// tenant to tenant, so that one with many such documents costs no more than one with few.
    public List<Tenant> tenantsAwaiting(String... stages) {
        return transactions.in(
                Scope.SYSTEM,
                () -> jdbc.sql("""
                        WITH RECURSIVE waiting AS (
                            (SELECT organization_id, customer_id, awaits FROM library_document WHERE awaits IS NOT NULL
                             ORDER BY customer_id, awaits, id LIMIT 1)
                            UNION ALL
                            SELECT next.organization_id, next.customer_id, next.awaits
                            FROM waiting CROSS JOIN LATERAL (
                                SELECT organization_id, customer_id, awaits FROM library_document d
                                WHERE awaits IS NOT NULL AND (d.customer_id, d.awaits) > (waiting.customer_id, waiting.awaits)
                                ORDER BY d.customer_id, d.awaits, d.id LIMIT 1) next)
                        SELECT DISTINCT organization_id, customer_id FROM waiting WHERE awaits = ANY (:stages)
                        """)
                        .param("stages", stages)
                        .query((row, number) -> Tenant.parse(row.getLong(1) + ":" + row.getLong(2)))
                        .list());
    }

    private static void add(Map<String, SortedSet<String>> distinct, Tags tags) {
        tags.values()
                .forEach((key, value) ->
                        distinct.computeIfAbsent(key, _ -> new TreeSet<>()).addAll(value.all()));
    }
}
