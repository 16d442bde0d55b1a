package dev.allotrope.sync.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.library.audit.TestInventory;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncStage;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.sync.explain.Explanation.Verdict;
import dev.allotrope.sync.explain.Fact.Kind;
import dev.allotrope.tenant.settings.Limit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Why a document is not here, for the reasons that lie with us: what works, waits, or is held back.
class ExplainIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private SyncStage stage;
    private Explain explain;

    @BeforeEach
    void two_articles_are_here() {
        stage = new SyncStage(database);
        SyncWorks works = stage.works();
        explain = new Explain(
                stage.connections(),
                new Explain.Remote(stage.source, stage.source),
                works.budget,
                TestInventory.traces(stage.library),
                stage.library.documents,
                works.runs);
        stage.publish(2);
        stage.listAgain(SyncRun.Cause.CONNECT);
    }

    @Test
    void what_a_run_will_come_to_is_queued() {
        stage.source.publish("new", "body");
        SyncRun run = stage.sync.listAgain(stage.tenant, stage.connection().id(), SyncRun.Cause.ITEMS_SYNC);

        Verdict verdict = explain("new");

        assertThat(verdict.reason()).isEqualTo(Reason.IN_QUEUE);
        assertThat(verdict.fact(Kind.RUN))
                .hasValueSatisfying(
                        fact -> assertThat(fact.detail()).isEqualTo(run.id().toString()));
        stage.work();
        assertThat(explain("new").reason()).isEqualTo(Reason.SEARCHABLE);
    }

    @Test
    void what_is_fetched_and_not_processed_yet_is_queued() {
        stage.source.publish("new", "body");
        stage.sync.listAgain(stage.tenant, stage.connection().id(), SyncRun.Cause.ITEMS_SYNC);
        stage.works().list(stage.tenant, stage.connection().id());

        assertThat(explain("new").reason()).isEqualTo(Reason.IN_QUEUE);
    }

    @Test
    void what_the_source_shows_and_never_lists_is_unexplained() {
        stage.source.publish("hidden", "body");
        stage.source.hideFromListings("hidden");
        SyncRun run = stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        Verdict verdict = explain("hidden");

        assertThat(verdict.reason()).isEqualTo(Reason.UNEXPLAINED);
        assertThat(verdict.fact(Kind.NEVER_LISTED)).isPresent();
        assertThat(verdict.fact(Kind.LAST_LISTING))
                .hasValueSatisfying(
                        fact -> assertThat(fact.detail()).isEqualTo(run.id().toString()));
    }

    @Test
    void what_a_limit_of_files_holds_back_waits_and_the_limit_is_named() {
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 2L);
        stage.source.publish("b", "body");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertHeldBack("b", Reason.LIMIT_REACHED, "the limit of 2 files is reached");
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, null);
        assertHeldBack("b", Reason.LIMIT_REACHED, "a limit held it back that holds no more");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(explain("b").reason()).isEqualTo(Reason.SEARCHABLE);
    }

    @Test
    void what_was_chosen_and_held_back_is_not_said_to_be_unchosen() {
        stage.mode(false);
        stage.source.publish("b", "body");
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 2L);
        stage.select("b");

        assertThat(explain("b").reason()).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void what_a_limit_of_characters_holds_back_waits_and_the_limit_is_named() {
        stage.library.limit(stage.tenant, Limit.CHARACTERS_PER_DOCUMENT, 9L);
        stage.source.publish("b", "0123456789");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertHeldBack("b", Reason.LIMIT_REACHED, "it has more than the 9 characters that one file may have");
    }

    @Test
    void what_is_of_a_format_that_is_not_allowed_is_out_of_scope() {
        stage.library.formats(stage.tenant, "SALESFORCE", "PDF");
        stage.source.publish("b", "body");
        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertHeldBack("b", Reason.FORMAT_NOT_ALLOWED, "the format SALESFORCE is not allowed");
        assertThat(Reason.FORMAT_NOT_ALLOWED.status()).isEqualTo(Status.OUT_OF_SCOPE);
    }

    @Test
    void files_that_are_held_back_are_counted_beside_their_article() {
        stage.files(true);
        stage.source.attach("f1", "one.txt", "one", "a0");
        stage.source.attach("f2", "two.txt", "two", "a0");
        stage.source.attach("f3", "three.csv", "3", "a0");
        stage.library.formats(stage.tenant, "DEFAULT", "TXT");
        stage.library.limit(stage.tenant, Limit.DOCUMENTS, 3L);
        stage.listAgain(SyncRun.Cause.SYNC_URL);

        Verdict verdict = explain("a0");

        assertThat(verdict.reason()).isEqualTo(Reason.SEARCHABLE);
        assertThat(verdict.facts())
                .filteredOn(fact -> fact.kind() == Kind.FILES_HELD_BACK)
                .extracting(Fact::detail)
                .containsExactly("1: the limit of 3 files is reached", "1: the format CSV is not allowed");
        assertThat(explain("a1").fact(Kind.FILES_HELD_BACK)).isEmpty();
    }

    private void assertHeldBack(String article, Reason reason, String why) {
        Verdict verdict = explain(article);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.fact(Kind.LIMIT))
                .hasValueSatisfying(fact -> assertThat(fact.detail()).isEqualTo(why));
    }

    private Verdict explain(String article) {
        return explain.explain(stage.tenant, stage.connection().id(), article).verdict();
    }
}
