package dev.allotrope.carbon;

import dev.allotrope.carbon.files.FileLinks;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.ApiKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A customer of an organization of its own, which owns one of each thing that an endpoint can be asked about. Made
/// anew for each call, so that no call meets what another left.
final class MatrixOwner {
    private static final Pattern THING = Pattern.compile("<(\\w+)>");

    private final CarbonServer server;
    private final Map<String, String> things = new HashMap<>();
    final OrganizationId organization;
    final String customer = "owner";
    final String key;
    final Tenant tenant;
    /// Stands in everything of this owner's that an answer could show.
    final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

    MatrixOwner(CarbonServer server) {
        this.server = server;
        organization = server.bean(Organizations.class).create(canary).id();
        key = server.bean(ApiKeys.class).create(organization, "right").text().reveal();
        tenant = server.bean(Customers.class).named(organization, customer).tenant();
    }

    /// A text with every `<thing>` replaced by the id of the owner's.
    String fill(String text) {
        return THING.matcher(text).replaceAll((MatchResult found) -> thing(found.group(1)));
    }

    private String thing(String name) {
        String known = things.get(name);
        if (known == null) {
            known = switch (name) {
                case "source" -> source();
                case "file" -> file();
                case "run" -> run();
                case "link" -> link();
                case "label" -> label();
                case "webhook" -> webhook();
                case "delivery" -> delivery();
                default -> throw new IllegalArgumentException("an owner has no " + name);
            };
            things.put(name, known);
        }
        return known;
    }

    private String source() {
        long id = TestConnections.connection(server.database(), tenant);
        update(
                "UPDATE connection SET label = ?, tags = jsonb_build_object('team', ?) WHERE id = ?",
                canary,
                canary,
                id);
        return Long.toString(id);
    }

    private String file() {
        long source = Long.parseLong(thing("source"));
        long id = insert("""
                INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, url, status,
                    chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, user_tags, position)
                VALUES (?, ?, ?, ?, ?, ?, 'READY', 1500, 20, 'EMBEDDINGS', 'OPENAI', false, false,
                    jsonb_build_object('team', ?), 0)
                RETURNING id""", source, canary + ":en_US", canary, "https://acme.example/" + canary, canary);
        update("""
                UPDATE library_document SET fingerprint = repeat('0', 64), file_size = 1, num_characters = 1, num_tokens = 1,
                    num_chunks = 0, num_windows = 0 WHERE id = ?""", id);
        update("""
                INSERT INTO library_body (document_id, organization_id, customer_id, html, parsed)
                SELECT id, organization_id, customer_id, name, name FROM library_document WHERE id = ?""", id);
        return Long.toString(id);
    }

    /// A run that held a removal.
    private String run() {
        long id = insert(
                """
                INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request, counts,
                    error, finished_at)
                VALUES (?, ?, ?, 'ITEMS_SYNC', 'FULL', 'COMPLETED', 'REMOVE', jsonb_build_object('externalIds', '[]'::jsonb,
                    'options', ?::jsonb, 'tags', '{}'::jsonb, 'syncAll', false, 'uploadId', 'u'), ?::jsonb, ?, now())
                RETURNING id""",
                Long.parseLong(thing("source")),
                JsonMapper.shared().writeValueAsString(ProcessingOptions.DEFAULT),
                JsonMapper.shared().writeValueAsString(new SyncRun.Counts(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0)),
                canary);
        return Long.toString(id);
    }

    /// One that nobody sends: it is done, and its webhook has no key.
    private String delivery() {
        return server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        INSERT INTO notify_delivery (organization_id, webhook_id, event, object_type, object_id, about, customer,
                            signed_at, body, status, created_at, finished_at)
                        VALUES (?, ?, 'FILE_READY', 'FILE', '"1"', 'FILE:1', ?, 1, ?, 'DELIVERED', now(), now()) RETURNING id""")
                                .params(organization.value(), Long.parseLong(thing("webhook")), canary, canary)
                                .query(String.class)
                                .single());
    }

    private String webhook() {
        return server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        INSERT INTO notify_webhook (organization_id, url, signing_key) VALUES (?, ?, '') RETURNING id""")
                                .params(organization.value(), "https://hooks.example/" + canary)
                                .query(String.class)
                                .single());
    }

    /// A white label.
    private String label() {
        return Long.toString(insert("""
                WITH owner (organization, customer) AS (VALUES (?::bigint, ?::bigint))
                INSERT INTO connect_app (organization_id, kind, client_id, redirect_uri)
                SELECT organization, 'SALESFORCE', ?, 'https://a.example/integrations/salesforce' FROM owner
                RETURNING id""", canary));
    }

    private String link() {
        String link = server.bean(FileLinks.class)
                .to(tenant, new DocumentId(Long.parseLong(thing("file"))), FileLinks.Form.RAW, Duration.ofMinutes(5));
        return link.substring(link.indexOf("/file_links"));
    }

    /// Every row of this owner's, by table: a call that must change nothing leaves it the same.
    String state() {
        return server.database()
                .transactions()
                .in(
                        Scope.SYSTEM,
                        () -> tables().entrySet().stream()
                                .map(table -> table.getKey() + ": " + rows(table.getKey(), table.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    /// The tables under row-level security, and the column that says whose a row is.
    private Map<String, String> tables() {
        return server
                .database()
                .jdbc()
                .sql("""
                        SELECT relname, min(attname) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                        WHERE relkind = 'r' AND relrowsecurity AND attname IN ('customer_id', 'organization_id')
                        GROUP BY relname ORDER BY relname""")
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private List<String> rows(String table, String column) {
        long id = column.equals("customer_id") ? tenant.customer().value() : organization.value();
        return server.database()
                .jdbc()
                .sql("SELECT t::text FROM " + table + " t WHERE " + column + " = ? ORDER BY 1")
                .param(id)
                .query(String.class)
                .list();
    }

    private long insert(String sql, Object... values) {
        return server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql(sql)
                                .params(organization.value(), tenant.customer().value())
                                .params(values)
                                .query(Long.class)
                                .single());
    }

    private void update(String sql, Object... values) {
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> server.database().jdbc().sql(sql).params(values).update());
    }
}
