package dev.allotrope.library;

import static dev.allotrope.library.TestLibrary.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IntakeIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestLibrary library;
    private Tenant tenant;
    private ConnectionId connection;

    @BeforeEach
    void connected() {
        library = new TestLibrary(database);
        tenant = library.tenant();
        connection = library.connection(tenant);
    }

    @Test
    void an_item_becomes_one_waiting_document_however_often_it_is_listed() {
        library.admit(tenant, connection, item("a", 1));
        library.admit(tenant, connection, item("a", 1));

        assertThat(library.documents.count(tenant, DocumentFilter.ALL)).isEqualTo(1);
        assertThat(library.only(tenant, connection, "a").status()).isEqualTo(DocumentStatus.QUEUED);
        assertThat(library.intake.waiting(tenant, connection, 10)).containsExactly(new ItemRef("a", "kaa1"));
    }

    @Test
    void an_unchanged_stamp_costs_no_fetch() {
        ready("a", 1);

        library.admit(tenant, connection, item("a", 1));

        assertThat(library.intake.waiting(tenant, connection, 10)).isEmpty();
    }

    @Test
    void a_moved_stamp_is_fetched_and_equal_content_ends_there() {
        ready("a", 1);

        library.admit(tenant, connection, item("a", 2));
        boolean process = library.fetched(tenant, connection, item("a", 2), "<p>text</p>");

        assertThat(process).isFalse();
        assertThat(library.only(tenant, connection, "a").status()).isEqualTo(DocumentStatus.READY);
        assertThat(library.only(tenant, connection, "a").revision().number()).isEqualTo(2);
    }

    @Test
    void a_document_never_goes_back_to_an_older_revision() {
        library.admit(tenant, connection, item("a", 5));
        library.fetched(tenant, connection, item("a", 5), "<p>new</p>");
        library.admit(tenant, connection, item("a", 4));

        library.fetched(tenant, connection, item("a", 4), "<p>old</p>");

        assertThat(library.only(tenant, connection, "a").revision().number()).isEqualTo(5);
        assertThat(library.contents.raw(
                        tenant, library.only(tenant, connection, "a").id()))
                .contains("<p>new</p>");
        assertThat(library.intake.waiting(tenant, connection, 10)).isEmpty();
    }

    @Test
    void a_document_deleted_by_its_owner_stays_out_of_listings_until_it_is_selected() {
        ready("a", 1);
        library.documents.remove(
                tenant, List.of(library.only(tenant, connection, "a").id()), Documents.Reason.DELETED);

        library.admit(tenant, connection, item("a", 2));
        assertThat(library.documents.count(tenant, DocumentFilter.ALL)).isZero();

        RunId run = library.run();
        database.transactions()
                .run(tenant, () -> library.intake.select(tenant, connection, TestLibrary.admission(run), List.of("a")));
        assertThat(library.documents.count(tenant, DocumentFilter.ALL)).isEqualTo(1);
    }

    @Test
    void tags_that_would_be_too_many_leave_a_document_those_that_it_has() {
        ready("a", 1);
        Intake.Admission many = tagged("first", 0, 499);
        Intake.Admission more = tagged("second", 499, 501);

        inTenant(() -> library.intake.select(tenant, connection, many, List.of("a")));
        assertThat(library.only(tenant, connection, "a").userTags().values()).hasSize(500);
        inTenant(() -> library.intake.select(tenant, connection, more, List.of("a")));
        inTenant(() -> library.intake.reapply(tenant, connection, more, List.of("a")));

        assertThat(library.only(tenant, connection, "a").userTags().values()).hasSize(500);
        inTenant(() -> library.intake.reapply(tenant, connection, tagged("third", 498, 499), List.of("a")));
        assertThat(library.only(tenant, connection, "a").userTags().values())
                .containsEntry("key498", new Tags.Value.One("of third"));
    }

    /// On tags of these numbers.
    private Intake.Admission tagged(String upload, int from, int to) {
        Map<String, String> tags = IntStream.range(from, to)
                .boxed()
                .collect(Collectors.toMap(number -> "key" + number, number -> "of " + upload));
        return new Intake.Admission(
                library.run(), ProcessingOptions.DEFAULT, Tags.of(tags), null, upload, Intake.Occasion.ASKED);
    }

    private void inTenant(Runnable work) {
        database.transactions().run(tenant, work);
    }

    @Test
    void what_comes_back_after_removal_is_a_new_document() {
        ready("a", 1);
        Document first = library.only(tenant, connection, "a");
        library.documents.remove(tenant, List.of(first.id()), Documents.Reason.NOT_PUBLISHED);

        library.admit(tenant, connection, item("a", 2));

        assertThat(library.only(tenant, connection, "a").id()).isNotEqualTo(first.id());
    }

    @Test
    void canceling_aborts_only_what_the_run_still_waits_for_and_the_next_run_takes_it() {
        ready("done", 1);
        RunId run = library.run();
        Item late = item("late", 1);
        database.transactions().run(tenant, () -> {
            library.items.record(tenant, connection, run, List.of(late));
            library.intake.admit(tenant, connection, TestLibrary.admission(run), List.of("late"));
            library.intake.abort(tenant, connection, run);
        });

        assertThat(library.only(tenant, connection, "late").status()).isEqualTo(DocumentStatus.ABORTED);
        assertThat(library.only(tenant, connection, "done").status()).isNotEqualTo(DocumentStatus.ABORTED);

        library.admit(tenant, connection, late);
        assertThat(library.intake.waiting(tenant, connection, 10)).hasSize(1);
    }

    @Test
    void a_document_chosen_while_it_waits_for_processing_is_still_processed() {
        library.admit(tenant, connection, item("a", 1));
        library.fetched(tenant, connection, item("a", 1), "<p>text</p>");
        RunId run = library.run();
        database.transactions()
                .run(tenant, () -> library.intake.select(tenant, connection, TestLibrary.admission(run), List.of("a")));

        assertThat(library.fetched(tenant, connection, item("a", 1), "<p>text</p>"))
                .isTrue();
        assertThat(library.contents.waiting(tenant, 1)).hasSize(1);
    }

    @Test
    void tags_given_with_a_choice_reach_the_index_when_the_content_is_unchanged() {
        ready("a", 1);
        RunId run = library.run();
        database.transactions()
                .run(tenant, () -> library.intake.select(tenant, connection, TestLibrary.admission(run), List.of("a")));

        assertThat(library.feed.after(tenant, Position.START, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.tags().plain()).containsEntry("team", "blue"));
    }

    @Test
    void a_changed_document_whose_processing_failed_is_processed_even_when_its_content_is_the_same() {
        library.admit(tenant, connection, item("a", 1));
        library.fetched(tenant, connection, item("a", 1), "<p>text</p>");
        library.intake.processingFailed(
                tenant, library.only(tenant, connection, "a").id(), "the model is away", null);

        library.admit(tenant, connection, item("a", 2));

        assertThat(library.fetched(tenant, connection, item("a", 2), "<p>text</p>"))
                .isTrue();
    }

    @Test
    void a_resync_of_unchanged_content_ends_there_unless_it_is_wanted_afresh() {
        ready("a", 1);
        Document document = library.only(tenant, connection, "a");

        refetch(document, false);
        assertThat(library.fetched(tenant, connection, item("a", 1), "<p>text</p>"))
                .isFalse();
        refetch(document, true);
        assertThat(library.fetched(tenant, connection, item("a", 1), "<p>text</p>"))
                .isTrue();
    }

    private void refetch(Document document, boolean afresh) {
        RunId run = library.run();
        database.transactions()
                .run(tenant, () -> library.intake.refetch(tenant, document.id(), run, document.options(), afresh));
    }

    @Test
    void new_settings_process_unchanged_content_again() {
        ready("a", 1);
        Document document = library.only(tenant, connection, "a");
        ProcessingOptions smaller =
                new ProcessingOptions(200, 10, ProcessingOptions.Depth.EMBEDDINGS, "OPENAI", false, false);
        RunId run = library.run();
        database.transactions().run(tenant, () -> library.intake.refetch(tenant, document.id(), run, smaller, false));

        assertThat(library.fetched(tenant, connection, item("a", 1), "<p>text</p>"))
                .isTrue();
        assertThat(library.only(tenant, connection, "a").options().chunkSize()).isEqualTo(200);
    }

    @Test
    void a_document_that_keeps_being_superseded_is_given_up() {
        library.admit(tenant, connection, item("a", 1));

        for (int i = 0; i < 5; i++) {
            database.transactions().run(tenant, () -> library.intake.superseded(tenant, connection, List.of("a"), 5));
        }

        assertThat(library.only(tenant, connection, "a").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(library.intake.waiting(tenant, connection, 10)).isEmpty();
    }

    private void ready(String id, int version) {
        library.admit(tenant, connection, item(id, version));
        library.fetched(tenant, connection, item(id, version), "<p>text</p>");
        database.transactions()
                .run(
                        tenant,
                        () -> database.jdbc()
                                .sql(
                                        "UPDATE library_document SET status = 'READY', awaits = NULL WHERE customer_id = ?")
                                .param(tenant.customer().value())
                                .update());
    }
}
