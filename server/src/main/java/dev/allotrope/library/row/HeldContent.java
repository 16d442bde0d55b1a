package dev.allotrope.library.row;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Window;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What documents hold beside their records: written anew, or dropped. Call inside a transaction, which goes on to
/// advance the head.
public final class HeldContent {
    private final JdbcClient jdbc;

    public HeldContent(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Deletes bodies, files, images, chunks, windows and uploads; the records are left as they are.
    public void delete(Tenant tenant, Collection<DocumentId> ids) {
        delete("library_chunk", tenant, ids);
        delete("library_body", tenant, ids);
        delete("library_file", tenant, ids);
        delete("library_image", tenant, ids);
        deleteUpload(tenant, ids);
    }

    /// Deletes what was uploaded; the chunks made from it stay for now.
    public void deleteUpload(Tenant tenant, Collection<DocumentId> ids) {
        delete("library_upload", tenant, ids);
    }

    private void delete(String table, Tenant tenant, Collection<DocumentId> ids) {
        jdbc.sql("DELETE FROM " + table + " WHERE organization_id = ? AND customer_id = ? AND document_id = ANY (?)")
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .update();
    }

    /// Puts another parsed text in the place of the old one; null is none.
    public void replaceText(Tenant tenant, DocumentId document, @Nullable String text) {
        jdbc.sql("UPDATE library_body SET parsed = ? WHERE organization_id = ? AND customer_id = ? AND document_id = ?")
                .param(text)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .update();
    }

    /// [#delete], and the records forget that there was anything: the next fetch is the first.
    public void forget(Tenant tenant, Collection<DocumentId> ids) {
        delete(tenant, ids);
        forgetUpload(tenant, ids);
        jdbc.sql("""
                        UPDATE library_document
                        SET fingerprint = NULL, stamp = NULL, embedder = NULL, pipeline = NULL, file_size = NULL,
                            num_characters = NULL, num_tokens = NULL, num_chunks = NULL, num_windows = NULL
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .update();
    }

    /// [#forget] for those of the documents whose chunks are our own.
    public void forgetUnlessUploaded(Tenant tenant, Collection<DocumentId> ids) {
        List<DocumentId> own = jdbc.sql("""
                        SELECT id FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND uploaded_at IS NULL
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .query((row, number) -> new DocumentId(row.getLong(1)))
                .list();
        forget(tenant, own);
    }

    /// [#deleteUpload], and the records forget that there was one.
    public void forgetUpload(Tenant tenant, Collection<DocumentId> ids) {
        deleteUpload(tenant, ids);
        jdbc.sql("""
                        UPDATE library_document
                        SET uploaded_model = NULL, uploaded_chunk_size = NULL, uploaded_chunk_overlap = NULL, uploaded_at = NULL,
                            uploaded_characters = NULL, upload_pending = false
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?) AND uploaded_at IS NOT NULL
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), Sql.ids(ids))
                .update();
    }

    /// Puts chunks in the place of those that a document has.
    public void replaceChunks(Tenant tenant, DocumentId document, List<Chunk> chunks) {
        delete("library_chunk", tenant, List.of(document));
        jdbc.sql("""
                        INSERT INTO library_chunk (document_id, ordinal, organization_id, customer_id, start_offset,
                            end_offset, content, tokens, headings)
                        SELECT ?, ordinal, ?, ?, start_offset, end_offset, content, tokens, headings::jsonb
                        FROM unnest(?, ?, ?, ?, ?, ?) AS made (ordinal, start_offset, end_offset, content, tokens, headings)
                        """)
                .params(
                        document.value(),
                        tenant.organization().value(),
                        tenant.customer().value())
                .params(each(chunks, Chunk::ordinal), each(chunks, Chunk::start), each(chunks, Chunk::end))
                .param(chunks.stream().map(Chunk::text).toArray(String[]::new))
                .param(each(chunks, Chunk::tokens))
                .param(chunks.stream().map(Chunk::headings).map(Sql::json).toArray(String[]::new))
                .update();
        storeWindows(tenant, document, chunks.stream().flatMap(Held::of).toList());
    }

    private void storeWindows(Tenant tenant, DocumentId document, List<Held> windows) {
        jdbc.sql("""
                        INSERT INTO library_window (document_id, chunk, ordinal, organization_id, customer_id, text_hash)
                        SELECT ?, chunk, ordinal, ?, ?, text_hash
                        FROM unnest(?, ?, ?) AS made (chunk, ordinal, text_hash)
                        """)
                .params(
                        document.value(),
                        tenant.organization().value(),
                        tenant.customer().value())
                .params(each(windows, Held::chunk), each(windows, Held::ordinal))
                .param(windows.stream().map(Held::hash).toArray(byte[][]::new))
                .update();
    }

    /// A window of a chunk as it is stored.
    private record Held(int chunk, int ordinal, byte[] hash) {
        static Stream<Held> of(Chunk chunk) {
            List<Window> windows = chunk.windows();
            return IntStream.range(0, windows.size())
                    .mapToObj(at -> new Held(
                            chunk.ordinal(),
                            at,
                            Fingerprint.of(windows.get(at).text()).bytes()));
        }
    }

    private static <T> Integer[] each(List<T> things, Function<T, Integer> value) {
        return things.stream().map(value).toArray(Integer[]::new);
    }
}
