package dev.allotrope.library.attachment;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Images that texts show, kept from the first time that somebody asked for them.
public final class Images {
    /// An image as the source delivered it.
    public record Image(String mediaType, byte[] content) {}

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Images(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// The image under a reference of a document's text.
    public Optional<Image> find(Tenant tenant, DocumentId document, String reference) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        SELECT media_type, content FROM library_image
                        WHERE organization_id = ? AND customer_id = ? AND document_id = ? AND reference = ?
                        """)
                        .params(tenant.organization().value(), tenant.customer().value())
                        .params(document.value(), reference)
                        .query((row, number) -> new Image(row.getString(1), row.getBytes(2)))
                        .optional());
    }

    /// Keeps an image, unless the document is gone. What is there already stays.
    public void keep(Tenant tenant, DocumentId document, String reference, Image image) {
        transactions.run(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO library_image (document_id, reference, organization_id, customer_id, media_type, content)
                        SELECT id, ?, organization_id, customer_id, ?, ? FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ? AND deleted_at IS NULL
                          AND NOT contents_deleted
                        FOR SHARE
                        ON CONFLICT DO NOTHING
                        """)
                        .params(reference, image.mediaType(), image.content())
                        .params(tenant.organization().value(), tenant.customer().value(), document.value())
                        .update());
    }
}
