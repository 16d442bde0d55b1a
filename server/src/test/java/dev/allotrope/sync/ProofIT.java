package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Documents;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.sync.audit.Proof;
import dev.allotrope.tenant.settings.Limit;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a full run proves at its end, against a source whose counts a test moves.
class ProofIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;

    @BeforeEach
    void stage() {
        stage = new SyncStage(database);
    }

    @Test
    void equal_counts_are_complete_for_one_call() {
        stage.publish(5);
        stage.listAgain(SyncRun.Cause.CONNECT);
        int before = stage.source.calls();

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(stage.source.calls() - before).isEqualTo(2 + 1);
        assertThat(proof.published()).isEqualTo(5);
        assertThat(proof.listed()).isEqualTo(5);
        assertThat(proof.searchable()).isEqualTo(5);
        assertThat(proof.complete()).isTrue();
        assertThat(proof.differences()).isEmpty();
        assertThat(proof.groups()).containsExactly(new Proof.Group("en_US", "", 5L, 0L, 0L, 5, 5));
    }

    @Test
    void what_is_fetched_and_not_processed_yet_waits() {
        stage.publish(2);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.CONNECT));

        assertThat(causes(proof)).containsExactly("WAITING 2 [a0, a1]");
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void what_was_published_while_the_run_ran_is_named() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.beforeCall(2, () -> stage.source.publish("late", "body"));

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(proof.published()).isEqualTo(3);
        assertThat(proof.listed()).isEqualTo(2);
        assertThat(causes(proof)).containsExactly("CHANGED_MEANWHILE 1 [late]");
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void what_was_taken_off_while_the_run_ran_is_counted() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.beforeCall(2, () -> stage.source.unpublish("a1"));

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof)).containsExactly("CHANGED_MEANWHILE 1 []");
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void what_the_source_counts_and_never_lists_is_unexplained() {
        stage.publish(2);
        stage.source.publish("hidden", "body");
        stage.source.hideFromListings("hidden");
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof)).containsExactly("UNEXPLAINED 1 []");
        assertThat(proof.complete()).isFalse();
    }

    @Test
    void what_lies_outside_the_scope_is_what_the_source_counts_there() {
        stage.publish(2);
        stage.source.publish("german", "body");
        stage.source.keepOutOfScope("german");
        stage.source.publish("hidden", "body");
        stage.source.hideFromListings("hidden");
        stage.englishOnly();
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(proof.published()).isEqualTo(4);
        assertThat(causes(proof)).containsExactly("OUT_OF_SCOPE 1 []", "UNEXPLAINED 1 []");
        assertThat(proof.complete()).isFalse();
    }

    @Test
    void what_was_published_within_the_scope_while_the_run_ran_is_named() {
        stage.publish(2);
        stage.source.publish("german", "body");
        stage.source.keepOutOfScope("german");
        stage.englishOnly();
        stage.listAgain(SyncRun.Cause.CONNECT);
        int before = stage.source.calls();
        stage.source.beforeCall(2, () -> stage.source.publish("late", "body"));

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof)).containsExactly("OUT_OF_SCOPE 1 []", "CHANGED_MEANWHILE 1 [late]");
        assertThat(proof.complete()).isTrue();
        assertThat(stage.source.calls() - before)
                .as("a listing, two counts, and what changed")
                .isEqualTo(1 + 2 + 1);
    }

    @Test
    void what_the_source_does_not_count_within_the_scope_is_not_taken_for_outside() {
        stage.publish(1);
        stage.source.publish("german", "body");
        stage.source.keepOutOfScope("german");
        stage.englishOnly();
        stage.source.refuseToCountInScope();
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof)).containsExactly("UNEXPLAINED 1 []");
        assertThat(proof.unreadable()).isEqualTo("could not count within the scope: refused");
    }

    @Test
    void what_limits_and_formats_hold_back_is_counted_as_that() {
        stage.publish(4);
        stage.source.publish("long", "x".repeat(100));
        stage.source.publish("more", "body");
        stage.library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 50L);
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 5L);
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof limited = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, null);
        stage.library.formats(stage.tenant, "SALESFORCE", "PDF");
        Proof formats = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(limited)).containsExactly("LIMIT_REACHED 2 [long, more]");
        assertThat(limited.complete()).isTrue();
        assertThat(causes(formats)).containsExactlyInAnyOrder("LIMIT_REACHED 1 [long]", "FORMAT_NOT_ALLOWED 1 [more]");
        assertThat(formats.complete()).isTrue();
    }

    @Test
    void files_on_documents_are_none_of_the_counts() {
        stage.files(true);
        stage.publish(1);
        stage.source.attach("f1", "plan.txt", "the plan", "a0");
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(proof.searchable()).isEqualTo(1);
        assertThat(proof.differences()).isEmpty();
    }

    @Test
    void each_difference_of_ours_has_its_cause() {
        stage.publish(3);
        stage.source.publish("bad", "unreadable");
        stage.source.publish("blank", " ");
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.library.documents.remove(
                stage.tenant, List.of(stage.document("a2").id()), Documents.Reason.DELETED);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof))
                .containsExactlyInAnyOrder("DELETED_BY_OWNER 1 [a2]", "FAILED 1 [bad]", "NO_BODY 1 [blank]");
        assertThat(proof.searchable()).isEqualTo(2);
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void what_nobody_chose_is_not_chosen() {
        stage.mode(false);
        stage.publish(2);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.CONNECT));

        assertThat(causes(proof)).containsExactly("NOT_CHOSEN 2 [a0, a1]");
    }

    @Test
    void held_removals_are_named_and_examples_are_few() {
        stage.publish(30);
        stage.listAgain(SyncRun.Cause.CONNECT);
        IntStream.range(0, 30).forEach(i -> stage.source.unpublish("a" + i));

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(causes(proof)).containsExactly("HELD 30 [a0, a1, a10, a11, a12]");
        assertThat(proof.published()).isZero();
    }

    @Test
    void a_source_that_does_not_count_by_groups_is_compared_as_a_whole() {
        stage.publish(3);
        stage.source.refuseGroups();
        stage.listAgain(SyncRun.Cause.CONNECT);

        Proof proof = proof(stage.listAgain(SyncRun.Cause.ITEMS_SYNC));

        assertThat(proof.published()).isEqualTo(3);
        assertThat(proof.unreadable()).contains("MALFORMED_QUERY");
        assertThat(proof.groups()).containsExactly(new Proof.Group("en_US", "", null, null, null, 3, 3));
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void a_source_that_cannot_be_asked_leaves_the_run_as_it_is() {
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
        stage.source.failCall(2, new Failure(ErrorCode.SOURCE_REFUSED, "could not count: refused"));

        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        Proof proof = proof(run);
        assertThat(proof.published()).isNull();
        assertThat(proof.unreadable()).isEqualTo("could not count: refused");
        assertThat(proof.complete()).isFalse();
        assertThat(proof.listed()).isEqualTo(2);
    }

    @Test
    void a_run_of_chosen_documents_proves_nothing_and_shows_what_it_used() {
        stage.publish(1);

        Audits.Audit audit = audit(stage.select("a0"));

        assertThat(audit.proof()).isNull();
        assertThat(Objects.requireNonNull(audit.budget()).ours()).isPositive();
    }

    private Proof proof(SyncRun run) {
        return Objects.requireNonNull(audit(run).proof());
    }

    private Audits.Audit audit(SyncRun run) {
        return stage.works().audits.of(stage.tenant, List.of(run.id())).get(run.id());
    }

    private static List<String> causes(Proof proof) {
        return proof.differences().stream()
                .map(difference -> difference.cause() + " " + difference.count() + " " + difference.examples())
                .toList();
    }
}
