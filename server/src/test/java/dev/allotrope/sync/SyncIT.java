package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.SyncAction;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SyncIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;

    @BeforeEach
    void connected() {
        stage = new SyncStage(database);
    }

    @Test
    void a_first_run_makes_a_document_of_everything_published() {
        stage.publish(7);

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(run.counts().listed()).isEqualTo(7);
        assertThat(run.counts().fetched()).isEqualTo(7);
        assertThat(stage.ready()).containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a6");
        assertThat(stage.connection().syncStatus()).isEqualTo(SyncStatus.READY);
        assertThat(stage.connection().lastSyncAction()).isEqualTo(SyncAction.UPDATE);
        assertThat(stage.connection().filesSyncedAt()).isNotNull();
    }

    @Test
    void an_unchanged_source_costs_its_listing_and_its_proof_and_nothing_else() {
        stage.publish(5);
        stage.listAgain(SyncRun.Cause.CONNECT);
        int bodies = stage.source.bodies;

        SyncRun again = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.source.bodies).isEqualTo(bodies);
        assertThat(again.calls()).isEqualTo(2 + 1);
        assertThat(stage.embedder.texts()).isEqualTo(5);
    }

    @Test
    void new_changed_and_removed_items_follow() {
        stage.publish(4);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.publish("a1", "changed");
        stage.source.publish("new", "new");
        stage.source.unpublish("a2");

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.ready()).containsExactly("a0", "a1", "a3", "new");
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(run.counts().removed()).isEqualTo(1);
        assertThat(run.counts().changed()).isEqualTo(2);
    }

    @Test
    void in_mode_selected_new_items_are_listed_but_not_synced_and_held_ones_follow() {
        stage.mode(false);
        stage.publish(3);
        stage.listAgain(SyncRun.Cause.CONNECT);
        assertThat(stage.documents()).isEmpty();

        stage.select("a1");
        assertThat(stage.ready()).containsExactly("a1");

        stage.source.publish("a1", "changed");
        stage.source.publish("a9", "new");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.ready()).containsExactly("a1");
        assertThat(stage.text("a1")).isEqualTo("changed");
    }

    @Test
    void a_sync_link_shows_as_an_update_in_either_mode() {
        stage.mode(false);
        stage.publish(1);

        stage.listAgain(SyncRun.Cause.SYNC_URL);

        assertThat(stage.connection().lastSyncAction()).isEqualTo(SyncAction.UPDATE);
        assertThat(stage.connection().filesSyncedAt())
                .isEqualTo(stage.connection().lastSyncedAt());
        assertThat(stage.documents()).isEmpty();
    }

    @Test
    void an_item_that_a_listing_lacks_is_asked_for_again_before_it_is_removed() {
        stage.publish(4);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.hideFromListings("a2");

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.ready()).containsExactly("a0", "a1", "a2", "a3");
        assertThat(run.counts().removed()).isZero();
    }

    @Test
    void a_failing_source_removes_nothing_and_the_run_goes_on_later() {
        stage.publish(7);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.failCall(2);

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(run.error()).contains("could not reach the source");
        assertThat(stage.ready()).hasSize(7);
        stage.letTimePass();
        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    @Test
    void a_run_that_got_on_in_the_slice_in_which_it_fails_has_all_its_attempts_again() {
        stage.publish(7);
        stage.source.failCall(1);
        stage.listAgain(SyncRun.Cause.CONNECT);
        for (int attempt = 2; attempt <= Conductor.MAX_ATTEMPTS; attempt++) {
            stage.source.failCall(1);
            stage.letTimePass();
        }
        assertThat(stage.latest().attempts()).isEqualTo(Conductor.MAX_ATTEMPTS);

        stage.source.failCall(2);
        stage.letTimePass();

        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(stage.latest().attempts()).isEqualTo(1);
        stage.letTimePass();
        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    @Test
    void a_refusal_ends_the_run_and_says_why_on_the_connection() {
        stage.publish(2);
        stage.source.failCall(1, new Failure(ErrorCode.SOURCE_NOT_READABLE, "Knowledge is switched off"));

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(run.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(stage.connection().syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);
        assertThat(stage.connection().syncError()).isEqualTo("Knowledge is switched off");
    }

    @Test
    void republishing_between_listing_and_fetch_ends_with_the_newer_content() {
        stage.publish(2);
        stage.source.beforeCall(2, () -> stage.source.publish("a1", "newer"));

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0", "a1");
        assertThat(stage.text("a1")).isEqualTo("newer");
    }

    @Test
    void what_was_superseded_counts_once_though_it_cannot_be_asked_for_again_at_first() {
        stage.publish(1);
        stage.source.beforeFetchOf("a0", () -> {
            stage.source.publish("a0", "newer");
            stage.source.failCall(1);
        });

        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.letTimePass();

        assertThat(stage.text("a0")).isEqualTo("newer");
        assertThat(stage.latest().counts().superseded()).isEqualTo(1);
        assertThat(stage.latest().counts().fetched()).isEqualTo(2);
    }

    @Test
    void unpublishing_between_listing_and_fetch_ends_without_the_document() {
        stage.publish(3);
        stage.source.beforeCall(3, () -> stage.source.unpublish("a1"));

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(stage.ready()).containsExactly("a0", "a2");
    }

    @Test
    void a_run_that_would_remove_too_much_holds_until_it_is_released() {
        stage.source.pages(100);
        stage.publish(60);
        stage.listAgain(SyncRun.Cause.CONNECT);
        IntStream.range(0, 40).forEach(i -> stage.source.unpublish("a" + i));

        SyncRun held = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(held.counts().held()).isEqualTo(40);
        assertThat(stage.ready()).hasSize(60);
        assertThat(stage.documents()).filteredOn(Document::removalHeld).hasSize(40);

        stage.sync.release(stage.tenant, held.id());
        stage.work();
        assertThat(stage.ready()).hasSize(20);
    }

    @Test
    void a_held_removal_is_released_by_a_listing_that_falls_below_the_share() {
        stage.source.pages(100);
        stage.publish(60);
        stage.listAgain(SyncRun.Cause.CONNECT);
        IntStream.range(0, 30).forEach(i -> stage.source.unpublish("a" + i));
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        IntStream.range(5, 30).forEach(i -> stage.source.publish("a" + i, "back"));

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.documents()).hasSize(55).noneMatch(Document::removalHeld);
    }

    @Test
    void canceling_stops_at_once_and_the_next_run_takes_what_was_left() {
        stage.publish(4);
        stage.source.beforeCall(
                3, () -> stage.sync.cancel(stage.tenant, stage.connection().id()));

        SyncRun canceled = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(canceled.status()).isEqualTo(SyncRun.Status.CANCELED);
        assertThat(stage.documents()).extracting(Document::status).containsOnly(DocumentStatus.ABORTED);
        assertThat(stage.connection().lastSyncAction()).isEqualTo(SyncAction.CANCEL);
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.ready()).hasSize(4);
    }

    @Test
    void what_is_chosen_and_not_published_is_skipped_with_the_reason() {
        stage.publish(1);

        SyncRun run = stage.select("a0", "nothing");

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(run.skipped())
                .containsExactly(new SyncRun.Skipped("nothing", "not published, or not visible to the connected user"));
        assertThat(stage.ready()).containsExactly("a0");
    }

    @Test
    void what_is_chosen_and_suspiciously_much_of_it_gone_is_held_by_a_whole_listing() {
        stage.source.pages(100);
        stage.publish(60);
        stage.listAgain(SyncRun.Cause.CONNECT);
        String[] gone = IntStream.range(0, 40).mapToObj(i -> "a" + i).toArray(String[]::new);
        List.of(gone).forEach(stage.source::unpublish);

        SyncRun chosen = stage.select(gone);

        assertThat(chosen.counts().removed()).isZero();
        assertThat(chosen.skipped()).hasSize(40);
        assertThat(stage.ready()).hasSize(60);
        assertThat(stage.latest().counts().held()).isEqualTo(40);
        assertThat(stage.documents()).filteredOn(Document::removalHeld).hasSize(40);
    }

    @Test
    void a_resync_refetches_one_document_and_removes_it_when_it_is_gone() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.publish("a0", "changed");
        stage.source.unpublish("a1");

        stage.resync("a0");
        stage.resync("a1");

        assertThat(stage.text("a0")).isEqualTo("changed");
        assertThat(stage.ready()).containsExactly("a0");
    }

    @Test
    void a_document_in_work_cannot_be_resynced() {
        stage.publish(1);
        stage.listAgain(SyncRun.Cause.CONNECT);
        Document document = stage.document("a0");
        stage.sync.resync(stage.tenant, document.id(), document.options(), false);

        assertThatThrownBy(() -> stage.sync.resync(stage.tenant, document.id(), document.options(), false))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BUSY));
    }

    @Test
    void an_unreadable_item_fails_alone() {
        stage.publish(3);
        stage.source.publish("a1", "unreadable");

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0", "a2");
        assertThat(stage.document("a1").error()).isEqualTo("the body cannot be read");
    }

    @Test
    void a_deleted_document_stays_out_until_it_is_selected() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.library.documents.remove(
                stage.tenant, List.of(stage.document("a0").id()), Documents.Reason.DELETED);

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.ready()).containsExactly("a1");

        stage.select("a0");
        assertThat(stage.ready()).containsExactly("a0", "a1");
    }

    @Test
    void a_revoked_connection_says_so() {
        Connection connection = stage.connection();
        stage.revoke();

        assertThatThrownBy(() -> stage.sync.listAgain(stage.tenant, connection.id(), SyncRun.Cause.ITEMS_SYNC))
                .hasMessageContaining("connect the account again");
    }

    @Test
    void a_worker_that_lost_its_run_writes_nothing() {
        stage.publish(3);
        stage.source.beforeCall(2, () -> stage.stealRun());

        stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(stage.ready()).containsExactly("a0", "a1", "a2");
    }

    @Test
    void the_record_alone_is_kept_when_that_was_asked_for() {
        stage.publish(1);

        stage.sync.select(
                stage.tenant,
                stage.connection().id(),
                new Sync.Selection(
                        List.of("a0"),
                        new ProcessingOptions(1500, 20, ProcessingOptions.Depth.RECORD, "OPENAI", false, false),
                        Tags.NONE,
                        null));
        stage.work();

        assertThat(stage.document("a0").status()).isEqualTo(DocumentStatus.RECORDED);
        assertThat(stage.source.bodies).isZero();
    }

    @Test
    void calls_of_other_customers_to_the_same_organization_count_into_our_share() {
        SyncStage other = new SyncStage(database);
        stage.ofOrganization("00Dshared");
        other.ofOrganization("00Dshared");
        other.publish(9);
        other.listAgain(SyncRun.Cause.CONNECT);
        long spent = other.source.calls();
        stage.allowed(Math.multiplyExact(spent + 1, 5));
        stage.publish(9);

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(spent).isGreaterThan(3);
        assertThat(run.status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(run.error()).contains("which is our share");
        assertThat(run.calls()).isEqualTo(1);
    }

    @Test
    void a_spent_allowance_is_told_once_until_the_run_gets_on() {
        stage.publish(2);
        stage.source.failCall(2, spent());
        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);
        assertThat(run.status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(stage.told(SyncNews.Limited.class)).singleElement().satisfies(told -> {
            assertThat(told.run().stage()).isEqualTo(SyncRun.Stage.FETCH);
            assertThat(told.reason()).isEqualTo("no calls are left");
        });

        stage.source.failCall(1, spent());
        stage.letTimePass();
        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(stage.told(SyncNews.Limited.class)).hasSize(1);

        stage.letTimePass();
        assertThat(stage.ready()).hasSize(2);
        stage.source.failCall(1, spent());
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.told(SyncNews.Limited.class)).hasSize(2);
    }

    @Test
    void however_often_the_allowance_was_awaited_an_outage_is_waited_for() {
        stage.publish(2);
        stage.source.failCall(2, spent());
        stage.listAgain(SyncRun.Cause.CONNECT);
        for (int wait = 0; wait < Conductor.MAX_ATTEMPTS; wait++) {
            stage.source.failCall(1, spent());
            stage.letTimePass();
        }
        stage.source.failCall(1);
        stage.letTimePass();

        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(stage.latest().attempts()).isEqualTo(1);
        stage.letTimePass();
        assertThat(stage.ready()).hasSize(2);
    }

    @Test
    void a_spent_allowance_is_told_also_after_an_outage() {
        stage.publish(2);
        stage.source.failCall(2);
        assertThat(stage.listAgain(SyncRun.Cause.CONNECT).status()).isEqualTo(SyncRun.Status.WAITING);
        stage.source.failCall(1, spent());
        stage.letTimePass();

        assertThat(stage.told(SyncNews.Limited.class)).hasSize(1);
    }

    @Test
    void runs_of_an_older_server_can_be_read() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.storedByAnOlderServer();

        assertThat(stage.latest().request().options().attachments()).isFalse();
        assertThat(stage.latest().counts().outOfScope()).isZero();
    }

    @Test
    void our_share_of_the_daily_calls_is_not_exceeded() {
        stage.publish(9);
        stage.allowance(20);

        SyncRun run = stage.listAgain(SyncRun.Cause.CONNECT);

        assertThat(run.status()).isEqualTo(SyncRun.Status.WAITING);
        assertThat(run.error()).contains("which is our share");
        assertThat(run.calls()).isEqualTo(4);
    }

    private static Failure spent() {
        return new Failure(ErrorCode.SOURCE_RATE_LIMITED, "no calls are left", Retry.after(Duration.ofHours(1)), null);
    }
}
