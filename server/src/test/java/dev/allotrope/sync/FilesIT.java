package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files that hang on articles, from the first listing to the last removal.
class FilesIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final SyncStage stage = new SyncStage(database);

    @Test
    void without_files_wanted_a_run_makes_no_call_for_them() {
        stage.publish(2);
        stage.source.attach("f1", "plan.txt", "the plan", "a0");

        SyncRun run = sync();
        long calls = stage.source.calls();
        sync();

        assertThat(stage.documents()).extracting(Document::externalId).containsExactly("a0", "a1");
        assertThat(run.timings()).doesNotContainKey("FILES");
        assertThat(calls).as("a listing, bodies and the proof").isEqualTo(3);
        assertThat(stage.source.calls()).isEqualTo(5);
    }

    @Test
    void a_file_becomes_a_document_under_its_article_on_the_same_terms() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "plan.txt", "Hold the button", "a0");

        sync();

        Document article = stage.document("a0");
        Document file = stage.document("a0/f1");
        assertThat(file.status()).isEqualTo(DocumentStatus.READY);
        assertThat(file.name()).isEqualTo("plan.txt");
        assertThat(file.attachment()).isEqualTo(new Document.Attachment(article.id(), "txt", 15L));
        assertThat(file.attachment().mediaType()).isEqualTo("text/plain");
        assertThat(file.language()).isEqualTo("en_US");
        assertThat(file.uploadId()).isEqualTo(article.uploadId());
        assertThat(file.options().attachments()).isFalse();
        assertThat(file.statistics().bytes()).isEqualTo(15);
        assertThat(stage.text("a0/f1")).isEqualTo("Hold the button");
        assertThat(stage.library.attachments.files.content(stage.tenant, file.id()))
                .hasValue("Hold the button".getBytes(StandardCharsets.UTF_8));
        assertThat(stage.library.published(DocumentNews.Created.class))
                .extracting(created -> created.documents())
                .contains(List.of(file.id()));
        assertThat(stage.library.published(DocumentNews.Ready.class))
                .anySatisfy(ready -> assertThat(ready.documents())
                        .contains(new DocumentNews.Subject(file.id(), false, article.requestId())));
    }

    @Test
    void what_is_unchanged_costs_one_question_and_neither_download_nor_embedding() {
        stage.files(true);
        stage.publish(2);
        stage.source.attach("f1", "plan.txt", "the plan", "a0", "a1");
        stage.source.attach("f2", "list.csv", "a,b", "a1");
        sync();
        int downloads = stage.source.downloads;
        int calls = stage.source.calls();
        int embedded = stage.embedder.texts();

        sync();

        assertThat(downloads).as("a file on two articles is downloaded once").isEqualTo(2);
        assertThat(stage.source.calls() - calls)
                .as("a listing, the proof and a question for files")
                .isEqualTo(3);
        assertThat(stage.source.downloads).isEqualTo(downloads);
        assertThat(stage.embedder.texts()).isEqualTo(embedded);
        assertThat(stage.ready()).containsExactly("a0", "a0/f1", "a1", "a1/f1", "a1/f2");
    }

    @Test
    void a_new_version_updates_in_place_and_a_new_name_needs_no_download() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "plan.txt", "the plan", "a0");
        sync();
        Document before = stage.document("a0/f1");

        stage.source.attach("f1", "plan.txt", "another plan", "a0");
        sync();
        int downloads = stage.source.downloads;
        stage.source.rehang("f1", "plan b.txt", "a0");
        sync();

        Document after = stage.document("a0/f1");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.name()).isEqualTo("plan b.txt");
        assertThat(after.status()).isEqualTo(DocumentStatus.READY);
        assertThat(stage.text("a0/f1")).isEqualTo("another plan");
        assertThat(downloads).isEqualTo(2);
        assertThat(stage.source.downloads).isEqualTo(2);
    }

    @Test
    void a_file_that_cannot_be_read_fails_alone_and_says_why() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "film.mp4", "moving pictures", "a0");
        stage.source.attach("f2", "broken.pdf", "%PDF-1.7 and nothing else", "a0");
        stage.source.attach("f3", "huge.txt", "x".repeat(SyncWorks.MAX_FILE + 1), "a0");
        stage.source.attach("f4", "good.txt", "good", "a0");

        sync();
        int downloads = stage.source.downloads;
        SyncRun again = sync();

        assertThat(stage.document("a0/f1").error())
                .isEqualTo("could not read file film.mp4: files of the type mp4 are not read");
        assertThat(stage.document("a0/f2").error()).isEqualTo("could not read file broken.pdf: it is damaged");
        assertThat(stage.document("a0/f3").error()).startsWith("could not read file huge.txt: it has ");
        assertThat(stage.ready()).containsExactly("a0", "a0/f4");
        assertThat(again.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(downloads).isEqualTo(2);
        assertThat(stage.source.downloads)
                .as("what was unreadable is not tried again")
                .isEqualTo(2);
        assertThat(stage.library.published(DocumentNews.Failed.class)).hasSize(3);
    }

    @Test
    void a_hundred_files_of_an_article_are_read_and_the_next_one_says_why_not() {
        stage.files(true);
        stage.publish(2);
        for (int i = 1; i <= 101; i++) {
            stage.source.attach("f%03d".formatted(i), "note-%d.txt".formatted(i), "note " + i, "a0");
        }
        stage.source.attach("g1", "other.txt", "on another article", "a1");

        sync();

        assertThat(stage.ready()).hasSize(103).contains("a0/f001", "a0/f100", "a1/g1");
        assertThat(stage.document("a0/f101").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(stage.document("a0/f101").error())
                .isEqualTo("could not read file note-101.txt: its article has more than 100 files");
        assertThat(stage.source.downloads).isEqualTo(101);
    }

    @Test
    void what_hangs_there_no_more_is_removed_and_an_article_takes_its_files_along() {
        stage.files(true);
        stage.publish(3);
        stage.source.attach("f1", "one.txt", "one", "a0", "a1");
        stage.source.attach("f2", "two.txt", "two", "a0");
        stage.source.attach("f3", "three.txt", "three", "a2");
        sync();

        stage.source.rehang("f1", "one.txt", "a1");
        stage.source.unpublish("a2");
        SyncRun run = sync();

        assertThat(stage.ready()).containsExactly("a0", "a0/f2", "a1", "a1/f1");
        assertThat(run.counts().removed()).isEqualTo(3);
        assertThat(stage.library.published(DocumentNews.Removed.class))
                .allSatisfy(removed -> assertThat(removed.reason()).isEqualTo(Documents.Reason.NOT_PUBLISHED));
        assertThat(database.transactions()
                        .in(
                                stage.tenant,
                                () -> database.jdbc()
                                        .sql("SELECT count(*) FROM library_file")
                                        .query(Long.class)
                                        .single()))
                .isEqualTo(2);
    }

    @Test
    void a_suspicious_loss_of_files_is_held_until_it_is_released() {
        stage.files(true);
        stage.publish(1);
        for (int i = 10; i < 40; i++) {
            stage.source.attach("f" + i, i + ".txt", "text " + i, "a0");
        }
        sync();
        for (int i = 10; i < 40; i++) {
            stage.source.detach("f" + i);
        }

        SyncRun held = sync();
        List<Document> kept = stage.documents();
        stage.sync.release(stage.tenant, held.id());
        stage.work();

        assertThat(held.counts().held()).isEqualTo(30);
        assertThat(kept).hasSize(31).filteredOn(Document::removalHeld).hasSize(30);
        assertThat(stage.ready()).containsExactly("a0");
    }

    @Test
    void files_that_are_wanted_no_more_go() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "one.txt", "one", "a0");
        sync();

        stage.files(false);
        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0");
    }

    @Test
    void other_terms_for_the_articles_are_those_of_the_files_without_a_download() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "one.txt", "one", "a0");
        sync();

        stage.terms(new ProcessingOptions(77, 7, Depth.CHUNKS, "OPENAI", true, false, true));
        stage.listAgain(SyncRun.Cause.CONNECT);

        Document file = stage.document("a0/f1");
        assertThat(file.options()).isEqualTo(new ProcessingOptions(77, 7, Depth.CHUNKS, "OPENAI", true, false));
        assertThat(file.status()).isEqualTo(DocumentStatus.READY);
        assertThat(file.embedder()).isNull();
        assertThat(stage.source.downloads).isEqualTo(1);
    }

    @Test
    void stored_alone_a_file_is_not_read() {
        stage.terms(new ProcessingOptions(1_500, 20, Depth.RAW, "OPENAI", false, false, true));
        stage.publish(1);
        stage.source.attach("f1", "broken.pdf", "no pdf at all", "a0");

        sync();

        Document file = stage.document("a0/f1");
        assertThat(file.status()).isEqualTo(DocumentStatus.READY);
        assertThat(stage.library.attachments.files.content(stage.tenant, file.id()))
                .isPresent();
    }

    @Test
    void a_file_is_resynced_by_itself_and_what_its_owner_deleted_stays_out() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "one.txt", "one", "a0");
        stage.source.attach("f2", "two.txt", "two", "a0");
        sync();
        stage.source.attach("f1", "one.txt", "one anew", "a0");
        stage.library.documents.remove(
                stage.tenant, List.of(stage.document("a0/f2").id()), Documents.Reason.DELETED);

        stage.resync("a0/f1");
        sync();

        assertThat(stage.text("a0/f1")).isEqualTo("one anew");
        assertThat(stage.ready()).containsExactly("a0", "a0/f1");
        stage.select(SyncStage.WITH_FILES, "a0");
        assertThat(stage.ready()).as("chosen again, it has all").containsExactly("a0", "a0/f1", "a0/f2");
    }

    @Test
    void chosen_articles_come_with_their_files() {
        stage.mode(false);
        stage.publish(2);
        stage.source.attach("f1", "one.txt", "one", "a0", "a1");

        stage.select(SyncStage.WITH_FILES, "a0");

        assertThat(stage.ready()).containsExactly("a0", "a0/f1");
    }

    @Test
    void an_outage_at_a_download_waits_and_loses_nothing() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "one.txt", "one", "a0");
        stage.source.attach("f2", "two.txt", "two", "a0");
        stage.source.failCall(
                5, new Failure(ErrorCode.SOURCE_UNAVAILABLE, "down", Retry.after(Duration.ofHours(1)), null));

        SyncRun waiting = sync();
        stage.letTimePass();

        assertThat(waiting.status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(stage.ready()).containsExactly("a0", "a0/f1", "a0/f2");
        assertThat(stage.source.downloads).isEqualTo(2);
    }

    @Test
    void a_canceled_run_aborts_its_downloads_and_the_next_one_takes_them() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "one.txt", "one", "a0");
        stage.source.failCall(
                5, new Failure(ErrorCode.SOURCE_UNAVAILABLE, "down", Retry.after(Duration.ofHours(1)), null));
        sync();

        stage.sync.cancel(stage.tenant, stage.connection().id());
        DocumentStatus canceled = stage.document("a0/f1").status();
        sync();

        assertThat(canceled).isEqualTo(DocumentStatus.ABORTED);
        assertThat(stage.ready()).containsExactly("a0", "a0/f1");
    }

    private SyncRun sync() {
        return stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
    }
}
