package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A new customer of a server's first organization with one connection, and rows as the library leaves them.
record TestCustomer(CarbonServer server, String name, Tenant tenant, ConnectionId connection) {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    static TestCustomer of(CarbonServer server) {
        String name = "customer-" + UUID.randomUUID();
        Tenant tenant =
                server.bean(Customers.class).named(new OrganizationId(1), name).tenant();
        return new TestCustomer(
                server, name, tenant, new ConnectionId(TestConnections.connection(server.database(), tenant)));
    }

    CarbonServer.Reply ask(String path, String body) {
        return server.ask(name, path, body);
    }

    CarbonServer.Reply get(String path) {
        return server.get(path, "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", name);
    }

    /// A document with the tag `team: red`, of which nothing was ever fetched.
    long file(String externalId, String name, String status) {
        return server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, user_tags, position)
                        VALUES (?, ?, ?, ?, ?, ?, 1500, 20, 'EMBEDDINGS', 'OPENAI', false, false, '{"team": "red"}', 0)
                        RETURNING id""")
                                .params(
                                        tenant.organization().value(),
                                        tenant.customer().value(),
                                        connection.value())
                                .params(externalId, name, status)
                                .query(Long.class)
                                .single());
    }

    void database(String sql, Object... values) {
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> server.database().jdbc().sql(sql).params(values).update());
    }

    /// A processed document with this raw body, and as parsed text what is between its tags.
    long processed(String externalId, String html) {
        long id = file(externalId, "Title of " + externalId, "READY");
        database("""
                UPDATE library_document SET fingerprint = repeat('0', 64), file_size = 9, num_characters = 2, num_tokens = 1,
                    num_chunks = 1, num_windows = 1, last_sync = now() WHERE id = ?""", id);
        database(
                "INSERT INTO library_body (document_id, organization_id, customer_id, html, parsed)"
                        + " SELECT id, organization_id, customer_id, ?, ? FROM library_document WHERE id = ?",
                html,
                html.replaceAll("<[^>]*>", ""),
                id);
        return id;
    }

    /// Publishes a document and syncs it with more fields of the request, such as `"chunk_size": 5`; returns the file
    /// once it is in a state. A document that was published before is published anew.
    JsonNode sync(String externalId, String html, String fields, String status) {
        server.bean(PublishedDocuments.class).publish(externalId, "Title of " + externalId, html);
        String request = UUID.randomUUID().toString();
        CarbonServer.Reply reply = ask(
                "/integrations/files/sync",
                "{\"data_source_id\": %s, \"ids\": [\"%s\"], \"request_id\": \"%s\" %s}"
                        .formatted(connection, externalId, request, fields.isEmpty() ? "" : ", " + fields));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return await("\"request_ids\": [\"" + request + "\"]", status);
    }

    /// Has no worker sync the connection: its job is in the hands of somebody who does nothing.
    void keepWorkersAway() {
        server.database().jdbc().sql("""
                        INSERT INTO job_prompt (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat)
                        VALUES ('sync', ?, now(), true, 'nobody', now() + interval '1 hour')""").params(tenant + ":" + connection).update();
    }

    /// The one file that the filters keep, once it is in a state.
    JsonNode await(String filters, String status) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode answer =
                    ask("/user_files_v2", "{\"filters\": {" + filters + "}}").json();
            if (answer.at("/results/0/sync_status").asString("").equals(status)) {
                return answer.at("/results/0");
            }
            assertThat(Instant.now()).as(answer.toString()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// What stands behind a link, asked for without credentials.
    CarbonServer.Reply follow(String link) {
        return server.get(local(link));
    }

    static String local(String link) {
        return link.substring("http://localhost:8000".length());
    }

    /// The one result of a list.
    static JsonNode only(CarbonServer.Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/count").asInt()).isEqualTo(1);
        return reply.json().at("/results/0");
    }

    /// The ids of the results of a list.
    static List<Long> ids(CarbonServer.Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return StreamSupport.stream(reply.json().at("/results").spliterator(), false)
                .map(row -> row.at("/id").asLong())
                .toList();
    }
}
