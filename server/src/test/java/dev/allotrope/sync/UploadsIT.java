package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Chunks;
import dev.allotrope.library.Contents.StoredChunk;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Upload.Existing;
import dev.allotrope.library.Upload.Piece;
import dev.allotrope.library.Uploads;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentOrder.Direction;
import dev.allotrope.library.document.DocumentStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks that owners made: how they are taken in, and how long they stay.
class UploadsIT {
    private static final Embedding EAST = new Embedding(new float[] {1, 0, 0});
    private static final Embedding NORTH = new Embedding(new float[] {0, 1, 0});

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;

    @BeforeEach
    void two_documents_are_synced() {
        stage = new SyncStage(database);
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
    }

    @Test
    void an_uploaded_vector_is_the_only_window_of_its_chunk_and_nothing_is_embedded() {
        int before = stage.embedder.texts();

        replace("a0", piece(7, "seven", EAST), piece(3, "three", NORTH));

        Document document = stage.document("a0");
        assertThat(document.status()).isEqualTo(DocumentStatus.READY);
        assertThat(document.uploaded()).isEqualTo(new Document.Uploaded("OPENAI", 100, 5));
        assertThat(document.embedder())
                .isEqualTo(EmbedderId.uploaded("OPENAI", 3).toString());
        assertThat(document.statistics()).satisfies(figures -> {
            assertThat(figures.chunks()).isEqualTo(2);
            assertThat(figures.windows()).isEqualTo(2);
            assertThat(figures.bytes()).isEqualTo("body of a0".length());
        });
        assertThat(texts("a0")).containsExactly("three", "seven");
        assertThat(vectors("a0")).containsExactly(NORTH, EAST);
        assertThat(stage.text("a0")).isEqualTo("body of a0");
        assertThat(stage.embedder.texts()).isEqualTo(before);
    }

    @Test
    void chunks_without_vectors_are_embedded_here() {
        int before = stage.embedder.texts();

        replace("a0", piece(0, "one chunk", null), piece(1, "another chunk", null));

        assertThat(stage.document("a0").embedder())
                .isEqualTo(stage.embedder.id().toString());
        assertThat(stage.embedder.texts()).isEqualTo(before + 2);
        assertThat(texts("a0")).containsExactly("one chunk", "another chunk");
        assertThat(vectors("a0")).hasSize(2).allMatch(vector -> vector.values().length == 2);
    }

    @Test
    void the_same_text_can_have_another_vector_in_another_chunk() {
        replace("a0", piece(0, "same", EAST), piece(1, "same", NORTH));
        replace("a1", piece(0, "same", NORTH));

        assertThat(vectors("a0")).containsExactly(EAST, NORTH);
        assertThat(vectors("a1")).containsExactly(NORTH);
    }

    @Test
    void they_survive_every_sync_of_unchanged_content() {
        replace("a0", piece(0, "mine", EAST));

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        stage.select("a0");
        stage.source.publish("a0", "body of a0");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        stage.resync("a0");

        assertThat(stage.document("a0").status()).isEqualTo(DocumentStatus.READY);
        assertThat(texts("a0")).containsExactly("mine");
        assertThat(vectors("a0")).containsExactly(EAST);
    }

    @Test
    void they_survive_a_sync_of_unchanged_content_that_comes_before_they_are_processed() {
        takeIn(upload("a0", Existing.REPLACE, piece(0, "mine", EAST)));
        stage.source.publish("a0", "body of a0");

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.document("a0").status()).isEqualTo(DocumentStatus.READY);
        assertThat(texts("a0")).containsExactly("mine");
    }

    @Test
    void what_is_made_from_a_changed_article_takes_their_place() {
        replace("a0", piece(0, "mine", EAST));
        stage.source.publish("a0", "new words");

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(texts("a0")).containsExactly("new words");
        assertThat(stage.document("a0").uploaded()).isNull();
        assertThat(stage.document("a0").embedder())
                .isEqualTo(stage.embedder.id().toString());
    }

    @Test
    void other_settings_or_a_wish_for_embeddings_take_their_place() {
        replace("a0", piece(0, "mine", EAST));
        replace("a1", piece(0, "mine", EAST));

        stage.sync.resync(stage.tenant, id("a0"), stage.document("a0").options(), true);
        stage.sync.resync(
                stage.tenant, id("a1"), new ProcessingOptions(77, 0, Depth.EMBEDDINGS, "OPENAI", false, false), false);
        stage.work();

        assertThat(texts("a0")).containsExactly("body of a0");
        assertThat(texts("a1")).containsExactly("body of a1");
    }

    @Test
    void more_can_be_added_and_come_after_those_that_are_there() {
        replace("a0", piece(4, "first", EAST));

        add("a0", piece(null, "third", NORTH), piece(9, "second", NORTH), piece(null, "fourth", EAST));

        assertThat(texts("a0")).containsExactly("first", "second", "third", "fourth");
        assertThat(chunks("a0").stream().map(chunk -> chunk.ref().ordinal())).containsExactly(4, 9, 10, 11);
    }

    @Test
    void more_can_be_added_before_the_first_are_processed() {
        takeIn(upload("a0", Existing.REPLACE, piece(0, "first", EAST)));

        add("a0", piece(1, "second", NORTH));

        assertThat(texts("a0")).containsExactly("first", "second");
    }

    @Test
    void what_does_not_fit_to_chunks_that_stay_is_refused() {
        replace("a0", piece(0, "mine", EAST));
        Embedding longer = new Embedding(new float[] {0, 0, 0, 1});

        assertFails(ErrorCode.REQUEST_INVALID, () -> add("a0", piece(0, "again", EAST)));
        assertFails(ErrorCode.REQUEST_INVALID, () -> add("a0", piece(1, "longer", longer)));
        assertFails(ErrorCode.REQUEST_INVALID, () -> add("a0", piece(1, "without", null)));
        assertFails(
                ErrorCode.REQUEST_INVALID,
                () -> takeIn(new Upload(
                        id("a0"), "SOLAR_1_MINI", null, null, List.of(piece(1, "other", EAST)), Existing.KEEP)));
        assertFails(ErrorCode.REQUEST_INVALID, () -> add("a1", piece(0, "beside our own", EAST)));
        assertThat(texts("a0")).containsExactly("mine");
        assertThat(texts("a1")).containsExactly("body of a1");
    }

    @Test
    void all_files_of_a_request_are_taken_in_or_none() {
        assertFails(
                ErrorCode.NOT_FOUND,
                () -> takeIn(
                        upload("a0", Existing.REPLACE, piece(0, "mine", EAST)),
                        new Upload(
                                new DocumentId(999_999),
                                "OPENAI",
                                null,
                                null,
                                List.of(piece(0, "x", EAST)),
                                Existing.REPLACE)));
        stage.work();

        assertThat(stage.document("a0").uploaded()).isNull();
        assertThat(texts("a0")).containsExactly("body of a0");
    }

    @Test
    void there_is_a_limit_on_the_chunks_of_a_document() {
        Piece[] most = IntStream.range(0, Uploads.MAX_CHUNKS)
                .mapToObj(i -> piece(i, "text", EAST))
                .toArray(Piece[]::new);
        takeIn(upload("a0", Existing.REPLACE, most));

        assertFails(ErrorCode.LIMIT_EXCEEDED, () -> takeIn(upload("a0", Existing.KEEP, piece(null, "more", EAST))));
    }

    @Test
    void a_newer_upload_is_not_overwritten_by_what_was_made_from_the_older() {
        takeIn(upload("a0", Existing.REPLACE, piece(0, "older", EAST)));
        Uploads.Waiting older = stage.library().uploads.waiting(stage.tenant, 1).getFirst();
        takeIn(upload("a0", Existing.REPLACE, piece(0, "newer", NORTH)));

        boolean stored =
                stage.library().uploads.store(stage.tenant, older, new Uploads.Made(List.of(), null, Map.of()));
        stage.work();

        assertThat(stored).isFalse();
        assertThat(texts("a0")).containsExactly("newer");
    }

    @Test
    void a_document_whose_content_is_on_its_way_takes_none() {
        stage.sync.resync(stage.tenant, id("a0"), stage.document("a0").options(), false);

        assertFails(ErrorCode.BUSY, () -> replace("a0", piece(0, "mine", EAST)));
    }

    @Test
    void a_document_whose_content_was_deleted_takes_none() {
        stage.library().documents.wipe(stage.tenant, List.of(id("a0")), Documents.Notice.NONE);

        assertFails(ErrorCode.BUSY, () -> replace("a0", piece(0, "mine", EAST)));
    }

    @Test
    void a_record_alone_becomes_ready_by_them_and_keeps_them() {
        record("a0");
        assertThat(stage.document("a0").status()).isEqualTo(DocumentStatus.RECORDED);

        replace("a0", piece(0, "mine", EAST));
        record("a0");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        Document document = stage.document("a0");
        assertThat(document.status()).isEqualTo(DocumentStatus.READY);
        assertThat(document.statistics()).isEqualTo(new Document.Statistics(null, null, null, 1, 1));
        assertThat(texts("a0")).containsExactly("mine");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void they_go_with_their_document(boolean wiped) {
        replace("a0", piece(0, "mine", EAST));
        List<DocumentId> ids = List.of(id("a0"));

        if (wiped) {
            stage.library().documents.wipe(stage.tenant, ids, Documents.Notice.NONE);
        } else {
            stage.library().documents.remove(stage.tenant, ids, Documents.Reason.DELETED);
        }

        assertThat(left()).isZero();
    }

    private void record(String externalId) {
        stage.sync.select(
                stage.tenant,
                stage.connection().id(),
                new Sync.Selection(
                        List.of(externalId),
                        new ProcessingOptions(1500, 20, Depth.RECORD, "OPENAI", false, false),
                        Tags.NONE,
                        null));
        stage.work();
    }

    private void replace(String externalId, Piece... pieces) {
        takeIn(upload(externalId, Existing.REPLACE, pieces));
        stage.work();
    }

    private void add(String externalId, Piece... pieces) {
        takeIn(upload(externalId, Existing.KEEP, pieces));
        stage.work();
    }

    private Upload upload(String externalId, Existing existing, Piece... pieces) {
        return new Upload(id(externalId), "OPENAI", 100, 5, List.of(pieces), existing);
    }

    private void takeIn(Upload... uploads) {
        stage.library().uploads.takeIn(stage.tenant, Arrays.asList(uploads));
    }

    private static Piece piece(@Nullable Integer number, String text, @Nullable Embedding vector) {
        return new Piece(number, text, vector);
    }

    private DocumentId id(String externalId) {
        return stage.document(externalId).id();
    }

    private List<StoredChunk> chunks(String externalId) {
        return stage.library()
                .chunks
                .list(
                        stage.tenant,
                        id(externalId),
                        new Chunks.Order(Chunks.Order.By.ORDINAL, Direction.ASCENDING),
                        Page.first(10));
    }

    private List<String> texts(String externalId) {
        return chunks(externalId).stream().map(StoredChunk::text).toList();
    }

    private List<Embedding> vectors(String externalId) {
        return chunks(externalId).stream()
                .flatMap(chunk -> stage.library().contents.vectors(stage.tenant, chunk.ref()).stream())
                .toList();
    }

    private long left() {
        return database.transactions()
                .in(
                        stage.tenant,
                        () -> database.jdbc()
                                .sql(
                                        "SELECT (SELECT count(*) FROM library_upload) + (SELECT count(*) FROM library_document"
                                                + " WHERE deleted_at IS NULL AND uploaded_at IS NOT NULL)")
                                .query(Long.class)
                                .single());
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
