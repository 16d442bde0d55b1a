package dev.allotrope.bench.search;

import dev.allotrope.bench.MeasuredServer;
import dev.allotrope.bench.SeededEmbedder;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes libraries straight into the tables: documents of ten chunks, each of one window, whose text is sentences of
/// the sample org's articles in another order and whose vectors come from a seed.
final class Filling {
    static final int CHUNKS = 10;
    /// Documents of one position.
    private static final int BATCH = 100;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final SeededEmbedder embedder;
    private final Texts texts;

    Filling(MeasuredServer server, SeededEmbedder embedder, Texts texts) {
        this.jdbc = server.bean(JdbcClient.class);
        this.transactions = server.bean(Transactions.class);
        this.embedder = embedder;
        this.texts = texts;
    }

    /// Whether the tenant has documents.
    boolean filled(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("SELECT count(*) FROM library_head WHERE customer_id = ?")
                                .param(tenant.customer().value())
                                .query(Long.class)
                                .single()
                        > 0);
    }

    /// About so many windows. The head comes last, so that nobody follows a part.
    void fill(Tenant tenant, int windows) {
        SplittableRandom random = new SplittableRandom(tenant.customer().value());
        long connection = connection(tenant);
        int batches = Math.max(1, windows / (BATCH * CHUNKS));
        int each = Math.min(BATCH, Math.max(1, windows / CHUNKS));
        for (int position = 1; position <= batches; position++) {
            int at = position;
            transactions.run(tenant, () -> write(tenant, connection, at, each, random));
        }
        transactions.run(
                tenant,
                () -> jdbc.sql("INSERT INTO library_head (customer_id, organization_id, position) VALUES (?, ?, ?)")
                        .params(tenant.customer().value(), tenant.organization().value(), (long) batches)
                        .update());
    }

    private long connection(Tenant tenant) {
        return transactions.in(
                tenant,
                () -> jdbc.sql("""
                        INSERT INTO connection (organization_id, customer_id, kind, label, domain, instance,
                            remote_organization_id, remote_user_id, sync_status, last_sync_action, last_synced_at, options, revoked)
                        VALUES (?, ?, 'SALESFORCE', 'filled', 'd', 'i', 'filled', 'filled', 'READY', 'ADD', now(), '{}', true)
                        RETURNING id""")
                        .params(tenant.organization().value(), tenant.customer().value())
                        .query(Long.class)
                        .single());
    }

    private void write(Tenant tenant, long connection, int position, int documents, SplittableRandom random) {
        Long[] ids = jdbc.sql("""
                        SELECT nextval(pg_get_serial_sequence('library_document', 'id')) FROM generate_series(1, ?)""").param(documents).query(Long.class).list().toArray(Long[]::new);
        String[] tags = Stream.of(ids).map(_ -> tags(random)).toArray(String[]::new);
        String[] chunks = Stream.generate(() -> texts.next(random))
                .limit((long) documents * CHUNKS)
                .toArray(String[]::new);
        jdbc.sql("""
                        INSERT INTO library_document (id, organization_id, customer_id, connection_id, external_id, name, language,
                            status, chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, embedder,
                            user_tags, num_chunks, num_windows, position)
                        OVERRIDING SYSTEM VALUE
                        SELECT id, ?, ?, ?, 'filled-' || id, 'Article ' || id, 'en_US', 'READY', 400, 20, 'EMBEDDINGS', 'OPENAI',
                            false, false, ?, tags::jsonb, ?, ?, ?
                        FROM unnest(?, ?) AS made (id, tags)""")
                .params(tenant.organization().value(), tenant.customer().value(), connection)
                .params(embedder.id().toString(), CHUNKS, CHUNKS, position)
                .params(ids, tags)
                .update();
        writeChunks(tenant, ids, chunks);
    }

    private void writeChunks(Tenant tenant, Long[] documents, String[] contents) {
        Long[] ids = IntStream.range(0, contents.length)
                .mapToObj(at -> documents[at / CHUNKS])
                .toArray(Long[]::new);
        Integer[] ordinals =
                IntStream.range(0, contents.length).mapToObj(at -> at % CHUNKS).toArray(Integer[]::new);
        byte[][] hashes =
                Stream.of(contents).map(text -> Fingerprint.of(text).bytes()).toArray(byte[][]::new);
        byte[][] vectors =
                Stream.of(contents).map(text -> embedder.vector(text).bytes()).toArray(byte[][]::new);
        jdbc.sql("""
                        INSERT INTO library_chunk (document_id, ordinal, organization_id, customer_id, start_offset, end_offset,
                            content, tokens)
                        SELECT id, ordinal, ?, ?, 0, length(text), text, 100 FROM unnest(?, ?, ?) AS made (id, ordinal, text)""")
                .params(tenant.organization().value(), tenant.customer().value())
                .params(ids, ordinals, contents)
                .update();
        jdbc.sql("""
                        INSERT INTO library_window (document_id, chunk, ordinal, organization_id, customer_id, text_hash)
                        SELECT id, chunk, 0, ?, ?, hash FROM unnest(?, ?, ?) AS made (id, chunk, hash)""")
                .params(tenant.organization().value(), tenant.customer().value())
                .params(ids, ordinals, hashes)
                .update();
        jdbc.sql("""
                        INSERT INTO library_embedding (organization_id, embedder, text_hash, vector)
                        SELECT ?, ?, hash, vector FROM unnest(?, ?) AS made (hash, vector) ON CONFLICT DO NOTHING""")
                .params(tenant.organization().value(), embedder.id().toString())
                .params(hashes, vectors)
                .update();
    }

    private static String tags(SplittableRandom random) {
        return Selectivity.tags(random).entrySet().stream()
                .map(tag -> "\"" + tag.getKey() + "\": \"" + tag.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
