package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Documents;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.Upload;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.postgres.Await;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Preferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What limits hold back, and that nothing of it is lost. Each article has ten characters.
class LimitsIT {
    private static final String TEN = "0123456789";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;

    @BeforeEach
    void four_articles_are_published() {
        stage = new SyncStage(database);
        IntStream.range(0, 4).forEach(i -> stage.source.publish("a" + i, TEN));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void a_customers_limit_holds(Limit limit) {
        limit(limit, least(limit));

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).hasSize(fitting(limit));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void the_organizations_limit_holds_for_a_customer_without_one(Limit limit) {
        stage.library.limitAll(stage.tenant, limit, least(limit));

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).hasSize(fitting(limit));
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void a_customers_limit_goes_before_the_organizations_and_none_is_one(Limit limit) {
        stage.library.limitAll(stage.tenant, limit, 0L);
        limit(limit, Preferences.NO_LIMIT);

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void what_just_fits_is_taken(Limit limit) {
        limit(limit, exact(limit));

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).hasSize(4);
        assertThat(run.counts().skipped()).isZero();
        assertThat(told(DocumentNews.Withheld.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void what_was_held_back_is_taken_when_the_limit_is_raised(Limit limit) {
        limit(limit, least(limit));
        stage.listAgain(SyncRun.Cause.CONNECT);

        limit(limit, exact(limit));
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).containsExactly("a0", "a1", "a2", "a3");
        assertThat(stage.documents())
                .allSatisfy(document -> assertThat(document.error()).isNull());
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void a_lowered_limit_removes_nothing_and_lets_everything_be_renewed(Limit limit) {
        stage.listAgain(SyncRun.Cause.CONNECT);
        limit(limit, 0L);
        stage.source.publish("a1", "9876543210");

        stage.listAgain(SyncRun.Cause.SCHEDULE);
        stage.select("a0", "a2");
        stage.resync("a3");

        assertThat(stage.ready()).containsExactly("a0", "a1", "a2", "a3");
        assertThat(stage.text("a1")).isEqualTo("9876543210");
        assertThat(told(DocumentNews.Withheld.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            names = {"DOCUMENTS_PER_UPLOAD", "CHARACTERS_PER_UPLOAD"})
    void each_upload_has_room_again(Limit limit) {
        limit(limit, least(limit));
        stage.listAgain(SyncRun.Cause.CONNECT);

        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).hasSize(2 * fitting(limit));
    }

    @Test
    void deleting_makes_room_for_others() {
        limit(Limit.DOCUMENTS, 2);
        stage.listAgain(SyncRun.Cause.CONNECT);

        remove("a0");
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).containsExactly("a1", "a2");
    }

    @Test
    void deleted_characters_make_room_for_content_that_is_here_already() {
        limit(Limit.CHARACTERS, 25);
        stage.listAgain(SyncRun.Cause.CONNECT);
        int bodies = stage.source.bodies;
        assertThat(stage.ready()).hasSize(2);

        remove(stage.ready().getFirst());
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).hasSize(2);
        assertThat(stage.source.bodies).isEqualTo(bodies);
    }

    @Test
    void a_check_that_finds_nothing_moved_takes_what_has_room_by_now() {
        stage.watch(Duration.ofMinutes(3));
        limit(Limit.DOCUMENTS, 3);
        limit(Limit.CHARACTERS, 25);
        stage.listAgain(SyncRun.Cause.CONNECT);
        assertThat(stage.ready()).hasSize(2);
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);

        limit(Limit.DOCUMENTS, Preferences.NO_LIMIT);
        limit(Limit.CHARACTERS, Preferences.NO_LIMIT);
        SyncRun run = stage.check();

        assertThat(run.mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(run.counts().admitted()).isEqualTo(1);
        assertThat(run.counts().requeued()).isEqualTo(1);
        assertThat(stage.ready()).hasSize(4);
    }

    @Test
    void items_that_became_no_documents_are_named_with_the_reason() {
        limit(Limit.DOCUMENTS, 3);

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(run.counts().admitted()).isEqualTo(3);
        assertThat(run.counts().skipped()).isEqualTo(1);
        assertThat(run.skipped()).containsExactly(new SyncRun.Skipped("a3", "the limit of 3 files is reached"));
        assertThat(told(DocumentNews.Withheld.class)).singleElement().satisfies(withheld -> {
            assertThat(withheld.items()).containsExactly("a3");
            assertThat(withheld.upload().uploadId()).isEqualTo(run.request().uploadId());
        });
        assertThat(told(DocumentNews.LimitReached.class))
                .extracting(DocumentNews.LimitReached::reason)
                .containsExactly("the limit of 3 files is reached");
    }

    @Test
    void a_document_whose_content_is_held_back_says_why() {
        stage.source.publish("a2", TEN + TEN);
        limit(Limit.CHARACTERS_PER_DOCUMENT, 19);

        stage.listAgain(SyncRun.Cause.CONNECT);

        Document document = stage.document("a2");
        assertThat(document.status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(document.error()).isEqualTo("it has more than the 19 characters that one file may have");
        assertThat(stage.ready()).containsExactly("a0", "a1", "a3");
        assertThat(stage.embedder.texts()).as("nothing of it was embedded").isEqualTo(3);
        assertThat(told(DocumentNews.Withheld.class))
                .extracting(DocumentNews.Withheld::documents)
                .containsExactly(List.of(document.id()));
        assertThat(told(DocumentNews.Failed.class)).hasSize(1);
        assertThat(told(DocumentNews.LimitReached.class))
                .as("it is this file's alone")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void nobody_is_told_again_by_runs_that_nobody_asked_for(Limit limit) {
        limit(limit, 0L);
        stage.listAgain(SyncRun.Cause.CONNECT);
        int before = told(DocumentNews.Withheld.class).size();

        SyncRun run = stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(before).isPositive();
        assertThat(told(DocumentNews.Withheld.class)).hasSize(before);
        assertThat(told(DocumentNews.LimitReached.class)).hasSize(limit == Limit.CHARACTERS_PER_DOCUMENT ? 0 : 1);
        assertThat(run.skipped()).isEmpty();
    }

    @Test
    void who_asks_again_is_told_again() {
        limit(Limit.DOCUMENTS, 3);
        stage.listAgain(SyncRun.Cause.CONNECT);

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.skipped()).hasSize(1);
        assertThat(told(DocumentNews.LimitReached.class)).hasSize(2);
    }

    @Test
    void content_that_grows_beyond_a_limit_leaves_what_was_found_before() {
        stage.listAgain(SyncRun.Cause.CONNECT);
        limit(Limit.CHARACTERS, 45);
        stage.source.publish("a1", TEN + "grew");
        stage.source.publish("a2", TEN + "by more");

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.ready()).hasSize(3).contains("a0", "a3");
        assertThat(stage.document("a2").error()).isEqualTo("the limit of 45 characters in all files is reached");
        assertThat(stage.text("a1")).isEqualTo(TEN + "grew");
        assertThat(stage.text("a2")).isEqualTo(TEN);
    }

    @Test
    void what_shrinks_makes_room() {
        stage.listAgain(SyncRun.Cause.CONNECT);
        limit(Limit.CHARACTERS, 40);
        stage.source.publish("a0", "short");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        stage.source.publish("a1", TEN + "grew");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.ready()).hasSize(4);
    }

    @Test
    void a_document_on_record_alone_counts_as_one() {
        limit(Limit.DOCUMENTS, 1);
        stage.mode(false);
        ProcessingOptions record = new ProcessingOptions(
                1_500, 20, ProcessingOptions.Depth.RECORD, ProcessingOptions.DEFAULT_MODEL, false, false);
        stage.sync.select(
                stage.tenant,
                stage.connection().id(),
                new Sync.Selection(List.of("a0", "a1"), record, Tags.NONE, null));
        stage.work();

        assertThat(stage.documents()).extracting(Document::externalId).containsExactly("a0");
    }

    @Test
    void chosen_items_wait_with_the_terms_they_were_chosen_on() {
        stage.mode(false);
        limit(Limit.DOCUMENTS, 1);
        ProcessingOptions options = new ProcessingOptions(
                7, 1, ProcessingOptions.Depth.CHUNKS, ProcessingOptions.DEFAULT_MODEL, true, false);
        Tags tags = Tags.of(Map.of("team", "blue"));
        stage.sync.select(
                stage.tenant,
                stage.connection().id(),
                new Sync.Selection(List.of("a1", "a2"), options, tags, "request"));
        stage.work();
        assertThat(stage.ready()).containsExactly("a1");

        limit(Limit.DOCUMENTS, 5);
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).containsExactly("a1", "a2");
        assertThat(stage.document("a2").options()).isEqualTo(options);
        assertThat(stage.document("a2").userTags()).isEqualTo(tags);
        assertThat(stage.document("a2").requestId()).isEqualTo("request");
    }

    @Test
    void what_is_chosen_anew_waits_on_the_new_terms() {
        stage.mode(false);
        limit(Limit.DOCUMENTS, 0);
        stage.select("a1");
        ProcessingOptions options = new ProcessingOptions(
                9, 1, ProcessingOptions.Depth.CHUNKS, ProcessingOptions.DEFAULT_MODEL, false, false);
        stage.sync.select(
                stage.tenant, stage.connection().id(), new Sync.Selection(List.of("a1"), options, Tags.NONE, null));
        stage.work();

        limit(Limit.DOCUMENTS, 1);
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.document("a1").options()).isEqualTo(options);
    }

    @Test
    void what_is_not_published_any_more_waits_no_longer() {
        limit(Limit.DOCUMENTS, 3);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.unpublish("a3");
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        limit(Limit.DOCUMENTS, Preferences.NO_LIMIT);
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).containsExactly("a0", "a1", "a2");
    }

    @Test
    void a_resync_by_hand_is_judged_anew() {
        limit(Limit.CHARACTERS_PER_DOCUMENT, 5);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.resync("a1");
        assertThat(stage.document("a1").status()).isEqualTo(DocumentStatus.FAILED);

        limit(Limit.CHARACTERS_PER_DOCUMENT, 10);
        stage.resync("a1");

        assertThat(stage.ready()).containsExactly("a1");
    }

    @Test
    void uploaded_chunks_beyond_a_limit_are_refused_whole() {
        stage.listAgain(SyncRun.Cause.CONNECT);
        limit(Limit.CHARACTERS, 50);

        assertThatThrownBy(() -> stage.library.uploads.takeIn(
                        stage.tenant, List.of(chunks("a0", TEN + TEN), chunks("a1", TEN + "1"))))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
                    assertThat(failure.getMessage()).contains("the limit of 50 characters in all files is reached");
                });
        assertThat(stage.document("a0").uploaded()).isNull();

        stage.library.uploads.takeIn(stage.tenant, List.of(chunks("a0", TEN + TEN), chunks("a1", TEN)));
        assertThat(stage.document("a0").uploaded()).isNotNull();
    }

    @Test
    void one_upload_of_chunks_is_an_upload() {
        stage.listAgain(SyncRun.Cause.CONNECT);
        limit(Limit.CHARACTERS_PER_UPLOAD, 15);

        assertThatThrownBy(() -> stage.library.uploads.takeIn(
                        stage.tenant, List.of(chunks("a0", TEN + TEN), chunks("a1", TEN + TEN))))
                .hasMessageContaining("the limit of 15 characters in one upload is reached");
        stage.library.uploads.takeIn(stage.tenant, List.of(chunks("a0", TEN + TEN)));
        stage.library.uploads.takeIn(stage.tenant, List.of(chunks("a1", TEN + TEN)));
    }

    @Test
    void connections_that_admit_at_once_do_not_exceed_a_limit_together() throws Exception {
        limit(Limit.DOCUMENTS, 50);
        TestLibrary library = stage.library;
        Item[] items = IntStream.range(0, 20)
                .mapToObj(each -> TestLibrary.item("i" + each, 1))
                .toArray(Item[]::new);
        List<ConnectionId> connections =
                Stream.generate(() -> library.connection(stage.tenant)).limit(4).toList();

        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            database.transactions().run(stage.tenant, () -> {
                library.settings.limitsForAdding(stage.tenant);
                connections.forEach(
                        connection -> done.add(threads.submit(() -> library.admit(stage.tenant, connection, items))));
                Await.until(Duration.ofSeconds(20), () -> waiting() == 4);
            });
        }
        for (Future<?> each : done) {
            each.get();
        }

        assertThat(library.documents.count(stage.tenant, DocumentFilter.ALL)).isEqualTo(50);
    }

    private static long waiting() {
        return database.jdbc()
                .sql("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
                .query(Long.class)
                .single();
    }

    private void limit(Limit limit, long most) {
        stage.library.limit(stage.tenant, limit, most);
    }

    private void remove(String externalId) {
        DocumentId id = stage.document(externalId).id();
        stage.library.documents.remove(stage.tenant, List.of(id), Documents.Reason.DELETED);
    }

    private Upload chunks(String externalId, String text) {
        return new Upload(
                stage.document(externalId).id(),
                "OPENAI",
                null,
                null,
                List.of(new Upload.Piece(0, text, null)),
                Upload.Existing.REPLACE);
    }

    private <T extends DocumentNews> List<T> told(Class<T> kind) {
        return stage.library.published(kind);
    }

    /// Too little for four articles of ten characters.
    private static long least(Limit limit) {
        return switch (limit) {
            case DOCUMENTS, DOCUMENTS_PER_UPLOAD -> 2;
            case CHARACTERS, CHARACTERS_PER_UPLOAD -> 29;
            case CHARACTERS_PER_DOCUMENT -> 9;
        };
    }

    private static int fitting(Limit limit) {
        return limit == Limit.CHARACTERS_PER_DOCUMENT ? 0 : 2;
    }

    private static long exact(Limit limit) {
        return switch (limit) {
            case DOCUMENTS, DOCUMENTS_PER_UPLOAD -> 4;
            case CHARACTERS, CHARACTERS_PER_UPLOAD -> 40;
            case CHARACTERS_PER_DOCUMENT -> 10;
        };
    }
}
