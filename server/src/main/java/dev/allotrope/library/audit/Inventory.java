package dev.allotrope.library.audit;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts what is here of a connection.
public final class Inventory {
    /// Examples of each standing, language and type.
    static final int EXAMPLES = 5;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Inventory(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// What a run's listing showed and what became of it, and what is here besides. `typeTag` is the tag that holds an
    /// item's type, null when there are no types.
    public List<Tally> count(Tenant tenant, ConnectionId connection, RunId run, @Nullable String typeTag) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        WITH item AS (
                            SELECT * FROM library_item
                            WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :connection
                              AND listed_by = :run
                        ), document AS (
                            SELECT * FROM library_document
                            WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :connection
                              AND deleted_at IS NULL AND parent_id IS NULL
                        ), standing AS (
                            SELECT coalesce(i.external_id, d.external_id) AS external_id, coalesce(i.language, d.language) AS language,
                                coalesce(coalesce(i.tags, d.source_tags) ->> :type, '') AS type,
                                CASE WHEN i.id IS NULL AND d.removal_held THEN 'HELD'
                                     WHEN i.id IS NULL THEN 'UNLISTED'
                                     WHEN d.id IS NULL AND x.external_id IS NOT NULL THEN 'DELETED_BY_OWNER'
                                     WHEN d.id IS NULL AND i.withheld_by LIKE 'FORMAT:%%' THEN 'FORMAT_NOT_ALLOWED'
                                     WHEN d.id IS NULL AND i.withheld_by IS NOT NULL THEN 'LIMITED'
                                     WHEN d.id IS NULL THEN 'NO_DOCUMENT'
                                     WHEN d.status = 'FAILED' AND d.withheld_by IS NOT NULL THEN 'LIMITED'
                                     WHEN d.status = 'FAILED' THEN 'FAILED'
                                     WHEN d.contents_deleted THEN 'DELETED_BY_OWNER'
                                     WHEN d.uploaded_at IS NULL AND d.depth NOT IN ('CHUNKS', 'EMBEDDINGS') THEN 'RECORD_ONLY'
                                     WHEN d.status NOT IN ('READY', 'EVALUATING') THEN 'WAITING'
                                     WHEN coalesce(d.num_chunks, 0) = 0 THEN 'EMPTY'
                                     ELSE 'SEARCHABLE' END AS standing
                            FROM item i FULL JOIN document d ON d.external_id = i.external_id
                            LEFT JOIN library_exclusion x
                              ON x.connection_id = :connection AND x.external_id = coalesce(i.external_id, d.external_id)
                        )
                        SELECT language, type, standing, count(*) AS amount,
                            (array_agg(external_id ORDER BY external_id))[1\\:%d] AS examples
                        FROM standing GROUP BY language, type, standing ORDER BY language, type, standing
                        """.formatted(EXAMPLES))
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .param("connection", connection.value())
                        .param("run", run.value())
                        .param("type", typeTag)
                        .query(Inventory::read)
                        .list());
    }

    /// Which of these revisions a run's listing showed.
    public Set<String> listedRevisions(
            Tenant tenant, ConnectionId connection, RunId run, Collection<String> revisionIds) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT revision_id FROM library_item
                        WHERE organization_id = ? AND customer_id = ? AND connection_id = ? AND listed_by = ?
                          AND revision_id = ANY (?)
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(connection.value(), run.value(), revisionIds.toArray(String[]::new))
                        .query(String.class)
                        .set());
    }

    private static Tally read(ResultSet row, int number) throws SQLException {
        Array examples = row.getArray("examples");
        return new Tally(
                row.getString("language"),
                row.getString("type"),
                Tally.Standing.valueOf(row.getString("standing")),
                row.getLong("amount"),
                Stream.of((String[]) examples.getArray()).toList());
    }
}
