package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A new customer of a server's first organization with one connection, and rows as the library leaves them.
record TestCustomer(CarbonServer server, String name, Tenant tenant, ConnectionId connection) {
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
