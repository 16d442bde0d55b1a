package dev.allotrope.library.audit;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the documents that other documents of their connection link to.
public final class LinkTargets {
    /// The most documents that one question answers.
    static final int LIMIT = 5_000;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    LinkTargets(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// A document that a link may mean, in one of its languages.
    public record Target(
            DocumentId id,
            String externalId,
            @Nullable String url,
            String language,
            boolean master,
            @Nullable String revision,
            Map<String, String> names) {
        public Target {
            names = Map.copyOf(names);
        }

        /// Whether the link means this document, in whatever language.
        public boolean isMeantBy(Mention link) {
            return link.families().contains(externalId.split(":", 2)[0])
                    || (revision != null && link.revisions().contains(revision))
                    || link.metadata().entrySet().stream()
                            .anyMatch(name -> name.getValue().equals(names.get(name.getKey())));
        }
    }

    /// What links of documents of one connection may mean.
    public List<Target> find(Tenant tenant, ConnectionId connection, Collection<Mention> links) {
        if (links.isEmpty()) {
            return List.of();
        }
        List<String> families = new ArrayList<>();
        List<String> revisions = new ArrayList<>();
        Map<String, List<String>> names = new TreeMap<>();
        for (Mention link : links) {
            families.addAll(link.families());
            revisions.addAll(link.revisions());
            link.metadata()
                    .forEach((entry, name) ->
                            names.computeIfAbsent(entry, _ -> new ArrayList<>()).add(name));
        }
        return transactions.in(tenant, () -> {
            List<Target> found = new ArrayList<>(ofIds(tenant, connection, families, revisions));
            names.forEach((entry, some) -> found.addAll(named(tenant, connection, entry, some)));
            return found;
        });
    }

    private List<Target> ofIds(Tenant tenant, ConnectionId connection, List<String> families, List<String> revisions) {
        return of(tenant, connection, "", """
                 AND (revision_id = ANY (:revisions) OR split_part(external_id, ':', 1) = ANY (:families))""")
                .param("revisions", revisions.toArray(String[]::new))
                .param("families", families.toArray(String[]::new))
                .query((row, number) -> read(row, ""))
                .list();
    }

    private List<Target> named(Tenant tenant, ConnectionId connection, String entry, List<String> names) {
        return of(tenant, connection, entry, " AND metadata ->> :entry = ANY (:names)")
                .param("names", names.toArray(String[]::new))
                .query((row, number) -> read(row, entry))
                .list();
    }

    private JdbcClient.StatementSpec of(Tenant tenant, ConnectionId connection, String entry, String meant) {
        return jdbc.sql("""
                        SELECT id, external_id, url, language, revision_id, metadata ->> :entry AS name,
                            coalesce(metadata ->> 'is_master_language', '') = 'true' AS master
                        FROM library_document
                        WHERE organization_id = :organization AND customer_id = :customer AND connection_id = :connection
                          AND deleted_at IS NULL AND parent_id IS NULL
                        """ + meant + " ORDER BY id LIMIT :limit")
                .param("entry", entry)
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("connection", connection.value())
                .param("limit", LIMIT);
    }

    private static Target read(ResultSet row, String entry) throws SQLException {
        String name = row.getString("name");
        return new Target(
                new DocumentId(row.getLong("id")),
                row.getString("external_id"),
                row.getString("url"),
                row.getString("language"),
                row.getBoolean("master"),
                row.getString("revision_id"),
                name == null ? Map.of() : Map.of(entry, name));
    }
}
