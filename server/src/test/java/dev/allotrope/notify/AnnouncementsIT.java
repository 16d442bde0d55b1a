package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Contents;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Processed;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Item;
import dev.allotrope.sync.SyncNews;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.settings.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happens to documents becomes the notice that it should, written in the same transaction.
class AnnouncementsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final NotifyStage stage = new NotifyStage(database, database.transactions(), library.tenant());
    private final ConnectionId connection = library.connection(stage.tenant);
    private final WebhookId webhook =
            stage.register("https://hooks.invalid/").webhook().id();

    private final Announcements announcements =
            new Announcements(stage.outbox, stage.uploads, library.intake, stage.clock);

    @BeforeEach
    void listen() {
        library.listen(event -> {
            if (event instanceof DocumentNews news) {
                announcements.on(news);
            }
        });
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void new_documents_are_created_then_syncing_then_ready() {
        Item item = TestLibrary.item("a", 1);
        library.admit(stage.tenant, connection, item);
        library.fetched(stage.tenant, connection, item, "<p>text</p>");
        index();

        long id = document("a").id().value();
        assertThat(told())
                .containsExactly(
                        "FILES_CREATED FILE_LIST [\"" + id + "\"] {\"request_id\":\"null\",\"upload_id\":\"upload\"}",
                        "FILE_SYNCING FILE \"" + id + "\" {\"is_resync\":\"false\",\"request_id\":\"null\"}",
                        "FILE_READY FILE \"" + id + "\" {\"is_resync\":\"false\",\"request_id\":\"null\"}");
    }

    @Test
    void a_changed_document_is_told_as_a_resync() {
        ready("a", 1);
        forget();
        ready("a", 2);

        assertThat(types()).containsExactly("FILE_SYNCING", "FILE_READY");
        assertThat(told()).allMatch(each -> each.contains("\"is_resync\":\"true\""));
    }

    @Test
    void a_document_that_other_options_hold_for_is_told_as_a_resync() {
        ready("a", 1);
        forget();
        RunId run = library.run();
        ProcessingOptions coarse =
                new ProcessingOptions(700, 0, ProcessingOptions.Depth.CHUNKS, "OPENAI", false, false);
        Intake.Admission again =
                new Intake.Admission(run, coarse, Tags.NONE, "again", "other upload", Intake.Occasion.CHOSEN);

        inTenant(() -> library.intake.reapply(stage.tenant, connection, again, List.of("a")));
        assertThat(document("a").status()).isEqualTo(DocumentStatus.SYNCING);
        index();
        inTenant(() -> library.intake.reapply(stage.tenant, connection, again, List.of("a")));

        long id = document("a").id().value();
        assertThat(told())
                .containsExactly(
                        "FILE_SYNCING FILE \"" + id + "\" {\"is_resync\":\"true\",\"request_id\":\"again\"}",
                        "FILE_READY FILE \"" + id + "\" {\"is_resync\":\"true\",\"request_id\":\"again\"}");
    }

    @Test
    void a_document_that_still_waits_for_its_content_is_told_when_that_has_come() {
        Item item = TestLibrary.item("a", 1);
        library.admit(stage.tenant, connection, item);
        forget();
        Intake.Admission again = new Intake.Admission(
                library.run(),
                new ProcessingOptions(700, 0, ProcessingOptions.Depth.CHUNKS, "OPENAI", false, false),
                Tags.NONE,
                null,
                "other upload",
                Intake.Occasion.CHOSEN);

        inTenant(() -> library.intake.reapply(stage.tenant, connection, again, List.of("a")));
        assertThat(told()).isEmpty();
        library.fetched(stage.tenant, connection, item, "<p>text</p>");
        index();

        assertThat(types()).containsExactly("FILE_SYNCING", "FILE_READY");
    }

    @Test
    void unchanged_content_is_ready_when_somebody_asked_and_no_news_when_nobody_did() {
        ready("a", 1);
        forget();
        Item moved = TestLibrary.item("a", 2);
        requeue(Intake.Requeued.EVALUATING, moved);
        library.fetched(stage.tenant, connection, moved, "body of a 1");
        assertThat(told()).isEmpty();

        Item again = TestLibrary.item("a", 3);
        requeue(Intake.Requeued.QUEUED, again);
        library.fetched(stage.tenant, connection, again, "body of a 1");

        assertThat(types()).containsExactly("FILE_READY");
    }

    @Test
    void an_older_revision_leaves_a_document_ready() {
        ready("a", 2);
        forget();
        requeue(Intake.Requeued.QUEUED, TestLibrary.item("a", 3));

        library.fetched(stage.tenant, connection, TestLibrary.item("a", 1), "old");

        assertThat(types()).containsExactly("FILE_READY");
    }

    @Test
    void processing_that_is_tried_again_is_no_error_yet() {
        Item item = TestLibrary.item("a", 1);
        library.admit(stage.tenant, connection, item);
        library.fetched(stage.tenant, connection, item, "<p>text</p>");
        forget();
        Document document = document("a");

        library.intake.processingFailed(stage.tenant, document.id(), "the embedder is away", Duration.ofSeconds(30));
        assertThat(told()).isEmpty();
        library.intake.processingFailed(stage.tenant, document.id(), "the embedder is away", null);

        assertThat(told())
                .containsExactly("FILE_ERROR FILE \"" + document.id()
                        + "\" {\"is_resync\":\"false\",\"reason\":\"the embedder is away\",\"request_id\":\"null\"}");
    }

    @Test
    void what_cannot_be_fetched_is_an_error() {
        RunId run = library.run();
        admit(run, "a", "b", "c");
        forget();

        inTenant(() -> library.intake.failed(stage.tenant, connection, "a", "no body"));
        inTenant(() -> library.intake.superseded(stage.tenant, connection, List.of("b"), 2));
        assertThat(types()).containsExactly("FILE_ERROR");
        inTenant(() -> library.intake.superseded(stage.tenant, connection, List.of("b"), 2));
        inTenant(() -> library.intake.failed(stage.tenant, connection, run, "the run failed"));

        assertThat(reasons())
                .containsExactly(
                        "no body", "listed as published, but its content was never readable", "the run failed");
    }

    @Test
    void what_a_cancel_aborts_is_no_error() {
        RunId run = library.run();
        admit(run, "a");
        forget();

        inTenant(() -> library.intake.abort(stage.tenant, connection, run));

        assertThat(told()).isEmpty();
    }

    @Test
    void what_the_source_lacks_is_deleted_with_a_reason() {
        ready("a", 1);
        forget();
        Document document = document("a");

        library.documents.remove(stage.tenant, List.of(document.id()), Documents.Reason.NOT_PUBLISHED);

        assertThat(told())
                .containsExactly("FILE_DELETED FILE \"" + document.id() + "\" {\"reason\":\""
                        + Announcements.NOT_PUBLISHED + "\"}");
    }

    @Test
    void what_its_owner_deletes_is_told_on_request_and_once() {
        ready("a", 1);
        ready("b", 1);
        forget();
        Document a = document("a");
        Document b = document("b");

        library.documents.remove(stage.tenant, List.of(a.id()), Documents.Reason.DELETED, Documents.Notice.NONE);
        assertThat(told()).isEmpty();
        library.documents.remove(
                stage.tenant, List.of(a.id(), b.id()), Documents.Reason.DELETED, Documents.Notice.GIVEN);

        assertThat(told()).containsExactly("FILE_DELETED FILE \"" + b.id() + "\" \"null\"");
    }

    @Test
    void a_wiped_document_is_told_to_have_lost_its_content() {
        ready("a", 1);
        forget();
        Document document = document("a");

        library.documents.wipe(stage.tenant, List.of(document.id()), Documents.Notice.GIVEN);

        assertThat(told())
                .containsExactly(
                        "FILE_DELETED FILE \"" + document.id() + "\" {\"reason\":\"" + Announcements.EMPTIED + "\"}");
    }

    @Test
    void held_removals_are_told_once_each() {
        ready("a", 1);
        ready("b", 1);
        forget();

        inTenant(() -> library.intake.hold(stage.tenant, connection, List.of("a")));
        inTenant(() -> library.intake.hold(stage.tenant, connection, List.of("a", "b")));
        inTenant(() -> library.intake.hold(stage.tenant, connection, List.of()));

        assertThat(told()).containsExactly(held(document("a")), held(document("b")));
    }

    @Test
    void documents_that_wait_for_the_remote_allowance_are_told_and_nothing_is_that_has_its_content() {
        ready("done", 1);
        RunId run = library.run();
        admit(run, "a", "b");
        forget();

        inTenant(() -> announcements.on(new SyncNews.Limited(run(run, SyncRun.Stage.FETCH), "no calls are left")));

        assertThat(told()).containsExactly(waits(document("a")), waits(document("b")));
    }

    @Test
    void a_listing_that_waits_for_the_remote_allowance_is_no_news_of_any_document() {
        RunId run = library.run();
        admit(run, "a");
        forget();

        inTenant(() -> announcements.on(new SyncNews.Limited(run(run, SyncRun.Stage.LIST), "no calls are left")));

        assertThat(told()).isEmpty();
    }

    @Test
    void items_that_a_limit_holds_back_are_named_and_the_customer_is_at_the_limit() {
        library.limit(stage.tenant, Limit.DOCUMENTS, 1L);

        library.admit(stage.tenant, connection, TestLibrary.item("a", 1), TestLibrary.item("b", 1));

        String upload =
                "\"reason\":\"the limit of 1 files is reached\",\"request_id\":\"null\",\"upload_id\":\"upload\"}";
        assertThat(told())
                .hasSize(3)
                .contains(
                        "FILES_SKIPPED FILE_LIST [] {\"items\":\"b\"," + upload,
                        "FILE_SYNC_LIMIT_REACHED ORGANIZATION_USER \"" + stage.tenant.customer() + "\" {" + upload);
    }

    @Test
    void a_document_that_a_limit_holds_back_is_an_error_and_skipped() {
        library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 3L);
        Item item = TestLibrary.item("a", 1);
        library.admit(stage.tenant, connection, item);
        library.fetched(stage.tenant, connection, item, "text");
        forget();

        index();

        long id = document("a").id().value();
        String reason =
                "\"reason\":\"it has more than the 3 characters that one file may have\",\"request_id\":\"null\"";
        assertThat(told())
                .containsExactly(
                        "FILE_ERROR FILE \"" + id + "\" {\"is_resync\":\"false\"," + reason + "}",
                        "FILES_SKIPPED FILE_LIST [\"" + id + "\"] {" + reason + ",\"upload_id\":\"upload\"}");
    }

    @Test
    void long_lists_are_divided() {
        Item[] items = IntStream.range(0, Announcements.MAX_LISTED + 1)
                .mapToObj(i -> TestLibrary.item("d" + i, 1))
                .toArray(Item[]::new);

        library.admit(stage.tenant, connection, items);

        assertThat(types()).containsExactly("FILES_CREATED", "FILES_CREATED");
        assertThat(bodies().get(0).at("/obj/object_id").size()).isEqualTo(Announcements.MAX_LISTED);
        assertThat(bodies().get(1).at("/obj/object_id").size()).isEqualTo(1);
    }

    private String waits(Document document) {
        return "RATE_LIMIT_ERROR FILE \"" + document.id() + "\" {\"reason\":\"no calls are left\"}";
    }

    /// A run of the connection, in a stage.
    private SyncRun run(RunId id, SyncRun.Stage stage) {
        return new SyncRun(
                id,
                this.stage.tenant,
                connection,
                SyncRun.Cause.CONNECT,
                SyncRun.Mode.FULL,
                SyncRun.Status.WAITING,
                stage,
                1,
                Cursor.START,
                null,
                new SyncRun.Request(List.of(), ProcessingOptions.DEFAULT, Tags.NONE, true, null, "upload"),
                SyncRun.Counts.NONE,
                0,
                Map.of(),
                List.of(),
                false,
                null,
                1,
                null,
                this.stage.clock.instant(),
                null,
                null);
    }

    private String held(Document document) {
        return "FILES_SKIPPED FILE_LIST [\"" + document.id() + "\"] {\"reason\":\"" + Announcements.HELD + "\"}";
    }

    private void admit(RunId run, String... externalIds) {
        Item[] items =
                List.of(externalIds).stream().map(id -> TestLibrary.item(id, 1)).toArray(Item[]::new);
        inTenant(() -> {
            library.items.record(stage.tenant, connection, run, List.of(items));
            library.intake.admit(stage.tenant, connection, TestLibrary.admission(run), List.of(externalIds));
        });
    }

    private void requeue(Intake.Requeued as, Item item) {
        RunId run = library.run();
        inTenant(() -> {
            library.items.record(stage.tenant, connection, run, List.of(item));
            library.intake.requeue(stage.tenant, connection, run, as, List.of(item.externalId()));
        });
    }

    private void ready(String externalId, int version) {
        Item item = TestLibrary.item(externalId, version);
        library.admit(stage.tenant, connection, item);
        library.fetched(stage.tenant, connection, item, "body of " + externalId + " " + version);
        index();
    }

    private void index() {
        for (Contents.Body body : library.contents.waiting(stage.tenant, 10)) {
            library.contents.store(stage.tenant, body, new Processed("text", 1, List.of(), null, Map.of()));
        }
        library.documents.indexed(stage.tenant, library.heads.head(stage.tenant).position());
    }

    private Document document(String externalId) {
        return library.only(stage.tenant, connection, externalId);
    }

    private void inTenant(Runnable work) {
        stage.transactions.run(stage.tenant, work);
    }

    private void forget() {
        stage.transactions.run(
                stage.organization,
                () -> database.jdbc()
                        .sql("DELETE FROM notify_delivery WHERE webhook_id = ?")
                        .param(webhook.value())
                        .update());
    }

    private List<JsonNode> bodies() {
        return stage.log(webhook).stream()
                .map(delivery -> JsonMapper.shared()
                        .readTree(JsonMapper.shared()
                                .readTree(delivery.body())
                                .at("/payload")
                                .asString()))
                .toList();
    }

    private List<String> types() {
        return bodies().stream()
                .map(body -> body.at("/webhook_type").asString())
                .toList();
    }

    private List<String> reasons() {
        return bodies().stream()
                .map(body -> body.at("/obj/additional_information/reason").asString())
                .toList();
    }

    private List<String> told() {
        return bodies().stream()
                .map(body -> String.join(
                        " ",
                        body.at("/webhook_type").asString(),
                        body.at("/obj/object_type").asString(),
                        body.at("/obj/object_id").toString(),
                        body.at("/obj/additional_information").toString()))
                .toList();
    }
}
