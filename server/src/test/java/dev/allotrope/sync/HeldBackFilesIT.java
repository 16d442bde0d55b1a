package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.item.ItemFilter;
import dev.allotrope.library.item.Items;
import dev.allotrope.library.item.ListedItem;
import dev.allotrope.tenant.settings.Limit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What limits and formats hold back of the files that hang on articles, and formats of the articles themselves. Two
/// articles have two files each.
class HeldBackFilesIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;

    @BeforeEach
    void two_articles_have_files() {
        stage = new SyncStage(database);
        stage.files(true);
        stage.publish(2);
        stage.source.attach("f1", "one.txt", "0123456789", "a0", "a1");
        stage.source.attach("f2", "two.csv", "0123456789", "a0", "a1");
    }

    @Test
    void files_count_as_documents_and_the_rest_waits_with_its_article() {
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 5L);

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.documents()).hasSize(5);
        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(run.counts().skipped()).isEqualTo(1);
        assertThat(run.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.externalId()).matches("a[01]/f[12]");
            assertThat(skipped.reason()).isEqualTo("the limit of 5 files is reached");
        });
        assertThat(told(DocumentNews.Withheld.class)).singleElement().satisfies(withheld -> {
            assertThat(withheld.items())
                    .isEqualTo(run.skipped().stream()
                            .map(SyncRun.Skipped::externalId)
                            .toList());
            assertThat(withheld.upload().uploadId()).isEqualTo(run.request().uploadId());
        });
        assertThat(told(DocumentNews.LimitReached.class)).hasSize(1);
    }

    @Test
    void a_check_that_finds_nothing_moved_takes_files_that_have_room_by_now() {
        stage.watch(Duration.ofMinutes(3));
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 3L);
        stage.listAgain(SyncRun.Cause.CONNECT);
        assertThat(stage.check().timings()).doesNotContainKey("FILES");
        int told = told(DocumentNews.Withheld.class).size();

        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 5L);
        SyncRun more = stage.check();
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, null);
        stage.check();

        assertThat(more.mode()).isEqualTo(SyncRun.Mode.CHECK);
        assertThat(more.timings()).containsKey("FILES");
        assertThat(told(DocumentNews.Withheld.class))
                .as("what was said before is not said again")
                .hasSize(told);
        assertThat(stage.ready()).containsExactly("a0", "a0/f1", "a0/f2", "a1", "a1/f1", "a1/f2");
        assertThat(stage.check().timings()).doesNotContainKey("FILES");
    }

    @Test
    void one_upload_brings_so_many_files_and_the_next_one_more() {
        stage.library.limit(stage.tenant, Limit.DOCUMENTS_PER_UPLOAD, 3L);

        stage.listAgain(SyncRun.Cause.CONNECT);
        int first = stage.documents().size();
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(first).isEqualTo(3);
        assertThat(stage.documents()).hasSize(6);
    }

    @Test
    void who_asks_again_is_told_again() {
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 2L);
        stage.listAgain(SyncRun.Cause.CONNECT);

        SyncRun asked = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        SyncRun unasked = stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(asked.counts().skipped()).isEqualTo(4);
        assertThat(unasked.counts().skipped()).isZero();
    }

    @Test
    void a_file_whose_text_is_too_much_is_taken_once_it_fits_without_a_download() {
        stage.library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 9L);
        stage.listAgain(SyncRun.Cause.CONNECT);
        Document held = stage.document("a0/f1");
        int downloads = stage.source.downloads;

        stage.library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 50L);
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(held.status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(held.error()).isEqualTo("it has more than the 9 characters that one file may have");
        assertThat(stage.ready()).contains("a0/f1", "a1/f1");
        assertThat(stage.source.downloads).isEqualTo(downloads);
    }

    @Test
    void a_new_version_of_a_file_that_was_too_long_is_judged_anew() {
        stage.library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 9L);
        stage.listAgain(SyncRun.Cause.CONNECT);

        stage.source.attach("f1", "one.txt", "short", "a0", "a1");
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).contains("a0/f1", "a1/f1");
        assertThat(stage.document("a0/f1").error()).isNull();
    }

    @Test
    void files_of_formats_that_are_not_wanted_become_none_until_they_are() {
        stage.watch(Duration.ofMinutes(3));
        stage.library.formats(stage.tenant, "SALESFORCE", "Salesforce", "txt");
        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);
        List<String> first = stage.ready();
        assertThat(stage.check().timings()).doesNotContainKey("FILES");

        stage.library.formats(stage.tenant, "SALESFORCE", "SALESFORCE", "TXT", "CSV");
        SyncRun check = stage.check();

        assertThat(first).containsExactly("a0", "a0/f1", "a1", "a1/f1");
        assertThat(run.skipped())
                .containsExactlyInAnyOrder(
                        new SyncRun.Skipped("a0/f2", "the format CSV is not allowed"),
                        new SyncRun.Skipped("a1/f2", "the format CSV is not allowed"));
        assertThat(told(DocumentNews.LimitReached.class))
                .as("no limit is reached")
                .isEmpty();
        assertThat(check.mode()).isEqualTo(SyncRun.Mode.CHECK);
        assertThat(stage.ready()).containsExactly("a0", "a0/f1", "a0/f2", "a1", "a1/f1", "a1/f2");
    }

    @Test
    void a_list_for_every_kind_keeps_files_out_and_no_articles() {
        stage.library.formats(stage.tenant, "DEFAULT", "PDF", "CSV");

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0", "a0/f2", "a1", "a1/f2");
    }

    @Test
    void a_list_of_the_kind_goes_before_the_one_for_every_kind() {
        stage.library.formats(stage.tenant, "DEFAULT", "PDF");
        stage.library.formats(stage.tenant, "SALESFORCE", "SALESFORCE", "TXT");

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0", "a0/f1", "a1", "a1/f1");
    }

    @Test
    void articles_are_held_back_where_the_kinds_list_does_not_name_it() {
        stage.library.formats(stage.tenant, "SALESFORCE", "PDF");

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);
        int before = stage.documents().size();
        stage.library.formats(stage.tenant, "SALESFORCE");
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(before).isZero();
        assertThat(run.counts().skipped()).isEqualTo(2);
        assertThat(run.skipped())
                .extracting(SyncRun.Skipped::reason)
                .containsOnly("the format SALESFORCE is not allowed");
        assertThat(stage.ready()).hasSize(6);
    }

    @Test
    void an_item_says_that_it_is_held_back_as_long_as_choosing_it_would_be_in_vain() {
        stage.library.formats(stage.tenant, "SALESFORCE", "PDF");
        stage.listAgain(SyncRun.Cause.CONNECT);
        assertThat(heldBack()).containsOnly("the format SALESFORCE is not allowed");

        stage.library.formats(stage.tenant, "SALESFORCE");
        assertThat(heldBack()).containsOnlyNulls();
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 0L);
        stage.listAgain(SyncRun.Cause.SCHEDULE);
        assertThat(heldBack()).containsOnly("the limit of 0 files is reached");
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 1L);
        assertThat(heldBack()).containsOnlyNulls();
    }

    private List<@Nullable String> heldBack() {
        return stage
                .library
                .items
                .list(
                        stage.tenant,
                        stage.connection().id(),
                        ItemFilter.ALL,
                        Items.Order.ID,
                        DocumentOrder.Direction.ASCENDING,
                        Page.first(10))
                .stream()
                .map(ListedItem::heldBack)
                .toList();
    }

    @Test
    void what_is_held_stays_and_is_renewed_whatever_formats_are_wanted_later() {
        stage.listAgain(SyncRun.Cause.CONNECT);

        stage.library.formats(stage.tenant, "SALESFORCE", "PDF");
        stage.source.publish("a0", "another body");
        stage.source.attach("f2", "two.csv", "another list", "a0", "a1");
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        assertThat(stage.ready()).hasSize(6);
        assertThat(stage.text("a0")).isEqualTo("another body");
        assertThat(stage.text("a0/f2")).contains("another list");
    }

    @Test
    void a_file_that_its_owner_deleted_waits_for_no_room() {
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.library.documents.remove(
                stage.tenant, List.of(stage.document("a0/f1").id()), Documents.Reason.DELETED);
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 5L);

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.counts().skipped()).isZero();
        assertThat(stage.documents()).hasSize(5);
    }

    @Test
    void what_is_detached_waits_no_longer() {
        stage.watch(Duration.ofMinutes(3));
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 2L);
        stage.listAgain(SyncRun.Cause.CONNECT);
        IntStream.of(1, 2).forEach(each -> stage.source.detach("f" + each));
        stage.listAgain(SyncRun.Cause.SCHEDULE);

        stage.library.limit(stage.tenant, Limit.DOCUMENTS, null);

        assertThat(stage.check().timings()).doesNotContainKey("FILES");
    }

    private <T extends DocumentNews> List<T> told(Class<T> kind) {
        return stage.library.published(kind);
    }
}
