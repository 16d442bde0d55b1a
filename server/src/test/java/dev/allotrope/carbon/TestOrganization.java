package dev.allotrope.carbon;

import dev.allotrope.carbon.CarbonServer.Reply;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.ApiKeys;

/// A new organization of a server, which asks with a key of its own.
record TestOrganization(CarbonServer server, OrganizationId id, String key) {
    static TestOrganization of(CarbonServer server) {
        OrganizationId id = server.bean(Organizations.class).create("Acme").id();
        return new TestOrganization(
                server,
                id,
                server.bean(ApiKeys.class).create(id, "right").text().reveal());
    }

    Reply post(String path, String body) {
        return server.post(path, body, "authorization", "Bearer " + key);
    }

    Reply get(String path) {
        return server.get(path, "authorization", "Bearer " + key);
    }

    /// As one of its customers.
    Reply post(String customer, String path, String body) {
        return server.post(path, body, "authorization", "Bearer " + key, "customer-id", customer);
    }

    /// As one of its customers.
    Reply get(String customer, String path) {
        return server.get(path, "authorization", "Bearer " + key, "customer-id", customer);
    }

    String token(String customer) {
        return get(customer, "/auth/v1/access_token").json().at("/access_token").asString();
    }

    Tenant tenant(String customer) {
        return server.bean(Customers.class).named(id, customer).tenant();
    }

    /// A processed document of a customer's, with a connection of its own, in a state.
    void document(String customer, String status, String tags, long bytes, long characters, long tokens, int chunks) {
        Tenant tenant = tenant(customer);
        long connection = TestConnections.connection(server.database(), tenant);
        write(
                tenant,
                """
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, user_tags, file_size,
                            num_characters, num_tokens, num_chunks, embedder, position)
                        VALUES (?, ?, ?, 'ka0:en_US', 'VPN', ?, 1500, 20, 'EMBEDDINGS', 'OPENAI', false, false, ?::jsonb, ?,
                            ?, ?, ?, 'model@1', 0)""",
                id.value(),
                tenant.customer().value(),
                connection,
                status,
                tags,
                bytes,
                characters,
                tokens,
                chunks);
    }

    /// As if all documents of the customer were in a language that no model knows.
    void withoutVectors(String customer) {
        write(tenant(customer), "UPDATE library_document SET embedder = NULL");
    }

    /// A processed file with such an end of its name, on the customer's first document.
    void attachment(String customer, String format) {
        Tenant tenant = tenant(customer);
        write(tenant, """
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, parent_id, file_format,
                            position)
                        SELECT organization_id, customer_id, connection_id, external_id || '/' || ?, 'a file', 'READY',
                            1500, 20, 'EMBEDDINGS', 'OPENAI', false, false, id, ?, 0
                        FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND parent_id IS NULL ORDER BY id LIMIT 1""", format, format, id.value(), tenant.customer().value());
    }

    private void write(Tenant tenant, String sql, Object... params) {
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> server.database().jdbc().sql(sql).params(params).update());
    }
}
