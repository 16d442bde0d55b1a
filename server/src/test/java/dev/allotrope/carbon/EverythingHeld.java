package dev.allotrope.carbon;

import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.TestTenants;
import java.util.List;
import java.util.Map;

/// Something in every table that holds anything of customers, which nothing that runs by itself takes away: the
/// state is not yet expired, and the upload that is watched waits for its only document.
record EverythingHeld(CarbonServer server) {
    private static final List<String> STATEMENTS =
            List.of("""
                INSERT INTO connect_credential (connection_id, organization_id, customer_id, access_token, instance, app,
                    refreshed_at)
                VALUES (%3$d, %1$d, %2$d, 'lost.key', 'https://acme.my.salesforce.com', 'server', now())""", """
                INSERT INTO connect_state (hash, organization_id, customer_id, kind, purpose, domain, app, redirect_uri, options,
                    expires_at)
                VALUES ('%2$d', %1$d, %2$d, 'SALESFORCE', 'AUTHORIZE', 'd', 'a', 'r', '{}', now() + interval '1 hour')""", """
                INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request, counts,
                    finished_at)
                VALUES (%1$d, %2$d, %3$d, 'CONNECT', 'FULL', 'COMPLETED', 'REMOVE', '{}', '{}', now())""", """
                INSERT INTO sync_audit (run_id, organization_id, customer_id, proof)
                SELECT max(id), %1$d, %2$d, '{}' FROM sync_run WHERE connection_id = %3$d
                ON CONFLICT DO NOTHING""", """
                INSERT INTO sync_call (remote_organization_id, hour, organization_id, customer_id, calls)
                VALUES ('00D', now(), %1$d, %2$d, 1)""", """
                INSERT INTO sync_schedule (connection_id, organization_id, customer_id) VALUES (%3$d, %1$d, %2$d)
                ON CONFLICT DO NOTHING""", """
                INSERT INTO sync_watch (connection_id, organization_id, customer_id) VALUES (%3$d, %1$d, %2$d)
                ON CONFLICT DO NOTHING""", """
                INSERT INTO connect_settings (connection_id, organization_id, customer_id, settings)
                VALUES (%3$d, %1$d, %2$d, '{}') ON CONFLICT DO NOTHING""", """
                INSERT INTO library_reembedding (customer_id, organization_id, documents, finished_at)
                VALUES (%2$d, %1$d, 1, now())""", """
                INSERT INTO library_rebuild (customer_id, organization_id, mark, position, whole)
                VALUES (%2$d, %1$d, gen_random_uuid(), 1, true)
                ON CONFLICT DO NOTHING""", """
                INSERT INTO notify_upload (customer_id, upload_id, organization_id, request_id, created_at)
                VALUES (%2$d, 'u', %1$d, 'r', now())""", """
                INSERT INTO library_head (customer_id, organization_id, position) VALUES (%2$d, %1$d, 1)
                ON CONFLICT DO NOTHING""", """
                INSERT INTO library_added (run, organization_id, customer_id, documents) VALUES (%2$d, %1$d, %2$d, 1)""", """
                INSERT INTO library_item (organization_id, customer_id, connection_id, external_id, name, language, revision_id,
                    revision_number, published_at, stamp, source_created_at, source_modified_at, listed_by)
                VALUES (%1$d, %2$d, %3$d, 'ka0:en_US', 'VPN', 'en_US', 'r', 1, now(), 's', now(), now(), 1)""", """
                INSERT INTO library_exclusion (connection_id, external_id, organization_id, customer_id)
                VALUES (%3$d, 'ka1:en_US', %1$d, %2$d)""", """
                WITH document AS (
                    INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                        awaits, upload_id, chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors,
                        position)
                    VALUES (%1$d, %2$d, %3$d, 'ka0:en_US', 'VPN', 'QUEUED', 'FETCH', 'u', 1500, 20, 'EMBEDDINGS', 'OPENAI',
                        false, false, 1)
                    RETURNING id),
                body AS (
                    INSERT INTO library_body (document_id, organization_id, customer_id, html)
                    SELECT id, %1$d, %2$d, 'body' FROM document),
                upload AS (
                    INSERT INTO library_upload (document_id, ordinal, organization_id, customer_id, content)
                    SELECT id, 0, %1$d, %2$d, 'own' FROM document),
                file AS (
                    INSERT INTO library_file (document_id, organization_id, customer_id, version_id, content)
                    SELECT id, %1$d, %2$d, 'v', 'bytes' FROM document),
                image AS (
                    INSERT INTO library_image (document_id, reference, organization_id, customer_id, media_type, content)
                    SELECT id, 'i', %1$d, %2$d, 'image/png', 'bytes' FROM document),
                chunk AS (
                    INSERT INTO library_chunk (document_id, ordinal, organization_id, customer_id, start_offset, end_offset,
                        content, tokens)
                    SELECT id, 0, %1$d, %2$d, 0, 4, 'body', 1 FROM document RETURNING document_id)
                INSERT INTO library_window (document_id, chunk, ordinal, organization_id, customer_id, text_hash)
                SELECT document_id, 0, ordinal, %1$d, %2$d, hash
                FROM chunk, (VALUES (0, '%4$d'::bytea), (1, '3'::bytea)) AS windows (ordinal, hash)""", """
                INSERT INTO library_embedding (organization_id, embedder, text_hash, vector)
                VALUES (%1$d, 'e', '%4$d', ''), (%1$d, 'e', '3', '') ON CONFLICT DO NOTHING""");

    /// A row in every table, and in `own` the text of a window that nobody else has.
    void of(Tenant tenant, int own) {
        long organization = tenant.organization().value();
        long customer = tenant.customer().value();
        long connection = TestConnections.connection(server.database(), tenant);
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> STATEMENTS.forEach(statement -> server.database()
                                .jdbc()
                                .sql(statement.formatted(organization, customer, connection, own))
                                .update()));
    }

    /// Rows of a customer in every table that has any of customers: a new table needs a row in [#of].
    Map<String, Long> rows(Tenant tenant) {
        return TestTenants.rows(server.database(), tenant);
    }
}
