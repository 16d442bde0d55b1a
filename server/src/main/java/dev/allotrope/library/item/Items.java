package dev.allotrope.library.item;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.row.Sql;
import dev.allotrope.source.Item;
import dev.allotrope.source.Revision;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the listings of a connection showed. A row keeps its identity from listing to listing and goes when the
/// source no longer publishes it.
public final class Items {
    /// How items are ordered; ties go by id in the same direction.
    public enum Order {
        NAME,
        ID
    }

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Allowance allowance;

    Items(Transactions transactions, JdbcClient jdbc, Allowance allowance) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.allowance = allowance;
    }

    public List<ListedItem> list(
            Tenant tenant,
            ConnectionId connection,
            ItemFilter filter,
            Order order,
            DocumentOrder.Direction direction,
            Page page) {
        Clause clause = clause(tenant, connection, filter);
        String by = order == Order.NAME
                ? "i.name %1$s, i.id %1$s".formatted(direction.keyword())
                : "i.id " + direction.keyword();
        Map<String, Optional<String>> obstacles = new HashMap<>();
        return transactions.in(
                tenant,
                () -> jdbc
                        .sql("""
                        SELECT i.*, d.id AS document_id FROM library_item i
                        LEFT JOIN library_document d
                          ON d.connection_id = i.connection_id AND d.external_id = i.external_id AND d.deleted_at IS NULL
                        WHERE %s AND i.id > ? ORDER BY %s LIMIT ? OFFSET ?
                        """.formatted(clause.where(), by))
                        .params(clause.values())
                        .params(page.startingId(), page.limit(), page.offset())
                        .query((row, number) -> new Read(read(row), row.getString("withheld_by")))
                        .list()
                        .stream()
                        .map(each -> each.by() == null
                                ? each.item()
                                : each.item()
                                        .heldBack(obstacles.computeIfAbsent(each.by(), held -> stands(tenant, held))))
                        .toList());
    }

    /// An item, and the name of what held it back.
    private record Read(ListedItem item, @Nullable String by) {}

    private Optional<String> stands(Tenant tenant, String by) {
        Allowance.Standing standing = allowance.standing(tenant, by);
        return standing.stands() ? Optional.of(standing.obstacle().reason()) : Optional.empty();
    }

    public long count(Tenant tenant, ConnectionId connection, ItemFilter filter) {
        Clause clause = clause(tenant, connection, filter);
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT count(*) FROM library_item i WHERE " + clause.where())
                        .params(clause.values())
                        .query(Long.class)
                        .single());
    }

    /// How many items the source publishes as far as we know: not those that a whole listing and a second question did
    /// not find, whose removal is held.
    public long published(Tenant tenant, ConnectionId connection) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT count(*) FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND asked_by IS NULL
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .query(Long.class)
                        .single());
    }

    /// Records what a run's listing shows now. Call inside the run's transaction.
    public void record(Tenant tenant, ConnectionId connection, RunId run, List<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        String rows = Sql.json(items.stream().map(Items::row).toList());
        jdbc.sql("""
                        UPDATE library_item i
                        SET name = r.name, language = r.language, url = r.url, revision_id = r.revision_id,
                            revision_number = r.revision_number, published_at = r.published_at, stamp = r.stamp,
                            source_created_at = r.created, source_modified_at = r.modified, tags = r.tags,
                            metadata = r.metadata, listed_by = ?, asked_by = NULL,
                            synced_at = clock_timestamp(),
                            updated_at = touched(i.updated_at)
                        FROM jsonb_to_recordset(?::jsonb) AS r (%s)
                        WHERE i.organization_id = ? AND i.customer_id = ? AND i.connection_id = ?
                          AND i.external_id = r.external_id
                        """.formatted(COLUMNS))
                .params(run.value(), rows)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .update();
        jdbc.sql("""
                        INSERT INTO library_item (organization_id, customer_id, connection_id, external_id, name, language, url,
                            revision_id, revision_number, published_at, stamp, source_created_at, source_modified_at, tags,
                            metadata, listed_by)
                        SELECT DISTINCT ON (r.external_id) ?, ?, ?, r.external_id, r.name, r.language, r.url, r.revision_id,
                            r.revision_number, r.published_at, r.stamp, r.created, r.modified, r.tags, r.metadata, ?
                        FROM jsonb_to_recordset(?::jsonb) AS r (%s)
                        WHERE NOT EXISTS (SELECT 1 FROM library_item i
                                          WHERE i.connection_id = ? AND i.external_id = r.external_id)
                        ORDER BY r.external_id, r.revision_number DESC
                        """.formatted(COLUMNS))
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .params(run.value(), rows, connection.value())
                .update();
    }

    /// Items that a run's listing lacked and that were not asked for again yet: at most `limit` external ids.
    public List<String> unlisted(Tenant tenant, ConnectionId connection, RunId run, int limit) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT external_id FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                          AND listed_by <> ? AND asked_by IS DISTINCT FROM ?
                        ORDER BY external_id LIMIT ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .params(run.value(), run.value(), limit)
                        .query(String.class)
                        .list());
    }

    /// The external ids of what is known of these families, in every language.
    public List<String> ofFamilies(Tenant tenant, ConnectionId connection, Collection<String> families) {
        if (families.isEmpty()) {
            return List.of();
        }
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT external_id FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                          AND split_part(external_id, ':', 1) = ANY (?)
                        ORDER BY external_id
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .param(families.toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    /// Marks items as asked for again by a run.
    public void asked(Tenant tenant, ConnectionId connection, RunId run, Collection<String> externalIds) {
        jdbc.sql("""
                        UPDATE library_item SET asked_by = ?
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                        """)
                .param(run.value())
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .update();
    }

    /// Takes back that items were listed: a fetch found them unpublished, so they have to be asked for again.
    public void doubt(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        jdbc.sql("""
                        UPDATE library_item SET listed_by = 0, asked_by = NULL
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .update();
    }

    /// Items that neither the run's listing nor its second question found: they are not published any more.
    public List<String> absent(Tenant tenant, ConnectionId connection, RunId run) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT external_id FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ?
                          AND listed_by <> ? AND asked_by = ?
                        ORDER BY external_id
                        """)
                        .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                        .params(run.value(), run.value())
                        .query(String.class)
                        .list());
    }

    /// Drops items that are not published any more. Call inside the run's transaction.
    public void forget(Tenant tenant, ConnectionId connection, Collection<String> externalIds) {
        jdbc.sql("""
                        DELETE FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND external_id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), connection.value())
                .param(externalIds.toArray(String[]::new))
                .update();
    }

    private static final String COLUMNS = """
            external_id text, name text, language text, url text, revision_id text, revision_number bigint,
            published_at timestamptz, stamp text, created timestamptz, modified timestamptz, tags jsonb, metadata jsonb""";

    private static Map<String, @Nullable Object> row(Item item) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("external_id", item.externalId());
        row.put("name", item.name());
        row.put("language", item.language());
        row.put("url", item.url());
        row.put("revision_id", item.revision().id());
        row.put("revision_number", item.revision().number());
        row.put("published_at", item.revision().publishedAt().toString());
        row.put("stamp", item.stamp());
        row.put("created", item.createdAt().toString());
        row.put("modified", item.modifiedAt().toString());
        row.put("tags", item.tags().plain());
        row.put("metadata", item.metadata().plain());
        return row;
    }

    private record Clause(String where, List<Object> values) {}

    private static Clause clause(Tenant tenant, ConnectionId connection, ItemFilter filter) {
        List<String> where =
                new ArrayList<>(List.of("i.organization_id = ?", "i.customer_id = ?", "i.connection_id = ?"));
        List<Object> values = new ArrayList<>(
                List.of(tenant.organization().value(), tenant.customer().value(), connection.value()));
        if (filter.ids() != null) {
            where.add("i.id = ANY (?)");
            values.add(filter.ids().toArray(Long[]::new));
        }
        if (filter.externalIds() != null) {
            where.add("i.external_id = ANY (?)");
            values.add(filter.externalIds().toArray(String[]::new));
        }
        if (filter.name() != null) {
            where.add("position(lower(?) IN lower(i.name)) > 0");
            values.add(filter.name());
        }
        return new Clause(String.join(" AND ", where), values);
    }

    private static ListedItem read(ResultSet row) throws SQLException {
        long document = row.getLong("document_id");
        DocumentId synced = row.wasNull() ? null : new DocumentId(document);
        return new ListedItem(
                row.getLong("id"),
                Tenant.parse(row.getLong("organization_id") + ":" + row.getLong("customer_id")),
                new ConnectionId(row.getLong("connection_id")),
                item(row),
                synced,
                null,
                Columns.time(row, "synced_at"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getString("external_id"),
                row.getString("name"),
                new Revision(
                        row.getString("revision_id"),
                        row.getLong("revision_number"),
                        Columns.time(row, "published_at")),
                row.getString("stamp"),
                Columns.time(row, "source_created_at"),
                Columns.time(row, "source_modified_at"),
                row.getString("language"),
                row.getString("url"),
                Sql.tags(row.getString("tags")),
                Sql.tags(row.getString("metadata")));
    }
}
