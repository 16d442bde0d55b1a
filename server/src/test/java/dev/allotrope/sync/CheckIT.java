package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.MovableClock;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.document.Document;
import dev.allotrope.sync.watch.Watch;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a check reads, and that it misses nothing.
class CheckIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final MovableClock clock = new MovableClock();
    private SyncStage stage;

    @BeforeEach
    void watched() {
        stage = new SyncStage(database, clock);
        stage.source.pages(100);
        stage.watch(Duration.ofMinutes(5));
        stage.publish(5);
        stage.listAgain(SyncRun.Cause.CONNECT);
    }

    @Test
    void a_check_that_finds_nothing_costs_one_call_and_only_the_latest_leaves_a_trace() {
        int before = stage.source.calls();

        stage.check();
        SyncRun check = stage.check();

        assertThat(stage.source.calls() - before).isEqualTo(2);
        assertThat(check.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(check.calls()).isEqualTo(1);
        assertThat(stage.modes()).containsExactly(SyncRun.Mode.FIRST, SyncRun.Mode.CHECK);
    }

    @Test
    void a_new_version_of_an_attached_file_is_seen_although_its_article_did_not_move() {
        stage.files(true);
        stage.source.attach("f1", "plan.txt", "the plan", "a1");
        stage.listAgain(SyncRun.Cause.CONNECT);
        int quiet = stage.source.calls();
        stage.check();
        assertThat(stage.source.calls() - quiet)
                .as("whether anything moved, whether a file did, and whether one was hung or taken off")
                .isEqualTo(3);

        stage.source.attach("f1", "plan.txt", "another plan", "a1");
        SyncRun check = stage.check();

        assertThat(stage.text("a1/f1")).isEqualTo("another plan");
        assertThat(check.mode()).isEqualTo(SyncRun.Mode.CHECK);
        assertThat(check.calls())
                .as("the three questions, what hangs on the article, and the file")
                .isEqualTo(5);
        assertThat(stage.check().calls()).isEqualTo(3);
    }

    @Test
    void a_file_that_is_hung_on_another_article_is_seen_and_one_that_is_taken_off_goes() {
        onOneArticle();

        stage.source.rehang("f1", "plan.txt", "a1", "a2");
        SyncRun hung = stage.check();
        assertThat(stage.text("a2/f1")).isEqualTo("the plan");
        assertThat(hung.mode()).isEqualTo(SyncRun.Mode.CHECK);
        assertThat(hung.calls())
                .as("the three questions, what was hung, and what hangs on the article")
                .isEqualTo(5);
        assertThat(stage.check().calls()).isEqualTo(3);

        stage.source.rehang("f1", "plan.txt", "a2");
        SyncRun taken = stage.check();
        assertThat(taken.counts().removed()).isEqualTo(1);
        assertThat(stage.documents())
                .extracting(Document::externalId)
                .contains("a2/f1")
                .doesNotContain("a1/f1");
        assertThat(stage.check().calls()).isEqualTo(3);
    }

    @Test
    void a_file_that_moves_from_one_article_to_another_does_so_with_the_next_check() {
        onOneArticle();

        stage.source.rehang("f1", "plan.txt", "a2");
        stage.check();

        assertThat(stage.text("a2/f1")).isEqualTo("the plan");
        assertThat(stage.documents()).extracting(Document::externalId).doesNotContain("a1/f1");
    }

    @Test
    void a_check_that_does_not_know_what_hung_where_asks_about_all_files() {
        onOneArticle();
        database.transactions()
                .run(
                        stage.tenant,
                        () -> database.jdbc()
                                .sql("UPDATE sync_watch SET hung_number = NULL, hung_newest = NULL")
                                .update());
        stage.source.detach("f1");

        assertThat(stage.check().counts().removed()).isEqualTo(1);
        assertThat(stage.documents()).extracting(Document::externalId).doesNotContain("a1/f1");
    }

    @Test
    void a_source_that_does_not_tell_how_many_files_hang_is_asked_no_more_than_that() {
        onOneArticle();
        stage.source.hideHanging();

        stage.source.rehang("f1", "plan.txt", "a1", "a2");

        assertThat(stage.check().calls()).isEqualTo(3);
        assertThat(stage.documents()).extracting(Document::externalId).doesNotContain("a2/f1");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.text("a2/f1")).isEqualTo("the plan");
    }

    /// A file on an article, known to checks.
    private void onOneArticle() {
        stage.files(true);
        stage.source.attach("f1", "plan.txt", "the plan", "a1");
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.forgetVersions();
    }

    @Test
    void what_changed_is_read_and_nothing_else() {
        stage.source.publish("a1", "changed");
        stage.source.publish("a2", "changed");
        int before = stage.source.calls();
        int bodies = stage.source.bodies;

        SyncRun check = stage.check();

        assertThat(check.mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(stage.source.calls() - before).isEqualTo(3);
        assertThat(stage.source.bodies - bodies).isEqualTo(2);
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(stage.connection().syncStatus()).isEqualTo(SyncStatus.READY);
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void what_is_new_becomes_a_document() {
        stage.source.publish("new", "new");

        SyncRun check = stage.check();

        assertThat(check.mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(stage.ready()).contains("new").hasSize(6);
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void what_is_gone_shows_in_the_number_and_is_removed() {
        stage.source.unpublish("a2");

        SyncRun check = stage.check();

        assertThat(check.mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(check.counts().removed()).isEqualTo(1);
        assertThat(stage.ready()).containsExactly("a0", "a1", "a3", "a4");
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void what_changed_and_what_is_gone_follow_in_one_check() {
        stage.source.publish("a1", "changed");
        stage.source.unpublish("a2");

        stage.check();

        assertThat(stage.modes()).containsExactly(SyncRun.Mode.FIRST, SyncRun.Mode.DELTA, SyncRun.Mode.FULL);
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(stage.ready()).containsExactly("a0", "a1", "a3", "a4");
        assertThat(stage.latest().cause()).isEqualTo(SyncRun.Cause.CHECK);
    }

    @Test
    void what_is_gone_between_the_question_and_the_listing_is_seen_by_the_next_check() {
        stage.source.publish("a1", "changed");
        stage.source.beforeCall(2, () -> stage.source.unpublish("a1"));

        stage.check();
        stage.check();

        assertThat(stage.ready()).containsExactly("a0", "a2", "a3", "a4");
    }

    @Test
    void changes_are_read_every_quarter_of_an_hour_although_nothing_moved() {
        clock.pass(Watch.LOOK_BACK_EVERY.minusSeconds(1));
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);

        clock.pass(Duration.ofSeconds(1));
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void everything_is_read_once_a_day_although_nothing_is_missing() {
        clock.pass(Watch.RECONCILE_EVERY);

        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void everything_is_read_by_the_first_check_of_a_connection_that_was_not_watched() {
        SyncStage late = new SyncStage(database, clock);
        late.publish(2);
        late.listAgain(SyncRun.Cause.CONNECT);
        late.watch(Duration.ofMinutes(5));

        assertThat(late.check().mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(late.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }

    @Test
    void a_failed_run_has_everything_read_again_and_the_connection_recovers() {
        stage.source.publish("a1", "changed");
        stage.source.failCall(2, new Failure(ErrorCode.SOURCE_NOT_READABLE, "Knowledge is switched off"));
        assertThat(stage.check().status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(stage.connection().syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);

        SyncRun check = stage.check();

        assertThat(check.mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(stage.connection().syncStatus()).isEqualTo(SyncStatus.READY);
    }

    @Test
    void a_canceled_listing_has_everything_read_again() {
        stage.source.unpublish("a1");
        stage.source.beforeCall(
                3, () -> stage.sync.cancel(stage.tenant, stage.connection().id()));
        assertThat(stage.listAgain(SyncRun.Cause.ITEMS_SYNC).status()).isEqualTo(SyncRun.Status.CANCELED);

        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(stage.ready()).containsExactly("a0", "a2", "a3", "a4");
    }

    @Test
    void changes_that_a_canceled_check_left_are_read_by_the_next() {
        stage.source.publish("a1", "changed");
        stage.source.beforeFetchOf(
                "a1", () -> stage.sync.cancel(stage.tenant, stage.connection().id()));
        stage.check();
        assertThat(stage.text("a1")).isEqualTo("body of a1");

        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(stage.text("a1")).isEqualTo("changed");
    }

    @Test
    void a_held_removal_has_nothing_read_again_and_again() {
        stage.publish(60);
        stage.check();
        IntStream.range(0, 40).forEach(i -> stage.source.unpublish("a" + i));
        SyncRun held = stage.check();
        assertThat(held.counts().held()).isEqualTo(40);

        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
        assertThat(stage.documents()).filteredOn(Document::removalHeld).hasSize(40);
        IntStream.range(0, 3).forEach(i -> stage.source.publish("a3", "back"));
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(stage.documents()).filteredOn(Document::removalHeld).hasSize(39);
    }

    @Test
    void a_check_goes_on_where_it_was_when_the_source_is_back() {
        stage.source.publish("a1", "changed");
        stage.source.failCall(3);
        int before = stage.source.calls();

        SyncRun check = stage.check();

        assertThat(check.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(stage.source.calls() - before).isEqualTo(4);
        assertThat(stage.text("a1")).isEqualTo("changed");
    }

    @Test
    void a_requested_listing_of_a_watched_connection_lists_everything_and_spares_the_next_check() {
        stage.source.publish("a1", "changed");
        stage.source.unpublish("a2");

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.mode()).isEqualTo(SyncRun.Mode.FULL);
        assertThat(stage.ready()).containsExactly("a0", "a1", "a3", "a4");
        assertThat(stage.check().mode()).isEqualTo(SyncRun.Mode.CHECK);
    }
}
