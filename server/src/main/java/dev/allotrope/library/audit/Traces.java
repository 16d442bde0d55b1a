package dev.allotrope.library.audit;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Obstacle;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Finds what is here of a document that somebody names.
public final class Traces {
    /// More than one document has languages.
    static final int LIMIT = 500;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {};

    /// True of a row that is meant: by its family, its revision, its address or one of its names.
    private static final String MEANT = """
            (split_part(external_id, ':', 1) = ANY (:families) OR revision_id = ANY (:revisions) OR url = :url
             OR EXISTS (SELECT 1 FROM jsonb_each_text(CAST(:names AS jsonb)) name
                        WHERE metadata ->> name.key = name.value))""";

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Allowance allowance;

    Traces(Transactions transactions, JdbcClient jdbc, Allowance allowance) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.allowance = allowance;
    }

    /// What is here of the documents that are meant, in the order of their external ids; of at most [#LIMIT].
    public List<Trace> find(Tenant tenant, ConnectionId connection, Mention mention) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        WITH mine AS (
                            SELECT external_id, revision_id, url, metadata FROM library_item
                            WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :connection
                            UNION ALL
                            SELECT external_id, revision_id, url, metadata FROM library_document
                            WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :connection
                        ), meant AS (
                            SELECT DISTINCT external_id FROM mine WHERE %s
                        )
                        SELECT m.external_id, coalesce(i.language, d.language, r.language, '') AS language,
                            coalesce(i.metadata ->> 'is_master_language', d.metadata ->> 'is_master_language', '') = 'true'
                                AS master,
                            i.revision_id, i.published_at, i.synced_at, i.tags, d.id AS document_id, r.id AS removed_id,
                            r.deleted_at, r.last_sync, x.created_at AS excluded_at,
                            CASE WHEN d.id IS NULL THEN i.withheld_by ELSE d.withheld_by END AS withheld_by,
                            CASE WHEN d.attachments THEN d.files_withheld ELSE '{}' END AS files_withheld
                        FROM meant m
                        LEFT JOIN library_item i ON i.connection_id = :connection AND i.external_id = m.external_id
                        LEFT JOIN library_document d
                          ON d.connection_id = :connection AND d.external_id = m.external_id AND d.deleted_at IS NULL
                        LEFT JOIN LATERAL (
                            SELECT * FROM library_document gone
                            WHERE gone.organization_id = :organization AND gone.customer_id = :customer
                              AND gone.connection_id = :connection AND gone.external_id = m.external_id
                              AND gone.deleted_at IS NOT NULL
                            ORDER BY gone.id DESC LIMIT 1) r ON true
                        LEFT JOIN library_exclusion x ON x.connection_id = :connection AND x.external_id = m.external_id
                        ORDER BY m.external_id LIMIT :limit
                        """.formatted(MEANT))
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .param("connection", connection.value())
                        .param("families", mention.families().toArray(String[]::new))
                        .param("revisions", mention.revisions().toArray(String[]::new))
                        .param("url", mention.url())
                        .param("names", JSON.writeValueAsString(mention.metadata()))
                        .param("limit", LIMIT)
                        .query((row, number) -> read(tenant, row))
                        .list());
    }

    private Trace read(Tenant tenant, ResultSet row) throws SQLException {
        String by = row.getString("withheld_by");
        Map<String, String> files = JSON.readValue(row.getString("files_withheld"), NAMES);
        return new Trace(
                row.getString("external_id"),
                row.getString("language"),
                row.getBoolean("master"),
                listed(row),
                id(row, "document_id"),
                removed(row),
                Columns.optionalTime(row, "excluded_at"),
                by == null ? null : withheld(tenant, by, 1),
                new TreeMap<>(files.values().stream()
                                .collect(Collectors.groupingBy(each -> each, Collectors.counting())))
                        .entrySet().stream()
                                .map(each -> withheld(
                                        tenant, each.getKey(), each.getValue().intValue()))
                                .toList());
    }

    private Trace.Withheld withheld(Tenant tenant, String by, int count) {
        Obstacle obstacle = allowance.named(tenant, by);
        Trace.Why why = switch (obstacle) {
            case Obstacle.Full _ -> Trace.Why.LIMIT;
            case Obstacle.Format _ -> Trace.Why.FORMAT;
        };
        return new Trace.Withheld(why, obstacle.reason(), count);
    }

    private static Trace.@Nullable Listed listed(ResultSet row) throws SQLException {
        String revision = row.getString("revision_id");
        Instant published = Columns.optionalTime(row, "published_at");
        Instant seen = Columns.optionalTime(row, "synced_at");
        return revision == null || published == null || seen == null
                ? null
                : new Trace.Listed(
                        revision,
                        published,
                        seen,
                        Tags.of(JSON.readValue(row.getString("tags"), new TypeReference<Map<String, Object>>() {})));
    }

    private static Trace.@Nullable Removed removed(ResultSet row) throws SQLException {
        DocumentId id = id(row, "removed_id");
        Instant until = Columns.optionalTime(row, "deleted_at");
        return id == null || until == null
                ? null
                : new Trace.Removed(id, until, Columns.optionalTime(row, "last_sync"));
    }

    private static @Nullable DocumentId id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : new DocumentId(id);
    }
}
