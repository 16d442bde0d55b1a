package dev.allotrope.library;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Drops what documents hold beside their records. Call inside a transaction, which goes on to advance the head.
final class HeldContent {
    private final JdbcClient jdbc;

    HeldContent(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Deletes bodies, chunks and windows; the records are left as they are.
    void delete(Tenant tenant, Collection<DocumentId> ids) {
        for (String table : List.of("library_chunk", "library_body")) {
            jdbc.sql("DELETE FROM " + table
                            + " WHERE organization_id = ? AND customer_id = ? AND document_id = ANY (?)")
                    .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                    .update();
        }
    }

    /// [#delete], and the records forget that there was anything: the next fetch is the first.
    void forget(Tenant tenant, Collection<DocumentId> ids) {
        delete(tenant, ids);
        jdbc.sql("""
                        UPDATE library_document
                        SET fingerprint = NULL, stamp = NULL, embedder = NULL, file_size = NULL, num_characters = NULL,
                            num_tokens = NULL, num_chunks = NULL, num_windows = NULL
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .update();
    }
}
