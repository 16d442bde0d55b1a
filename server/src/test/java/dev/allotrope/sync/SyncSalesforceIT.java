package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SimulatedAccount;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.tenant.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/// Syncing a simulated org with the real source, authorization, parser and chunker.
class SyncSalesforceIT {
    /// Phrases that stand in the drafts and archived articles of the sample org and nowhere else.
    private static final List<String> UNPUBLISHED = List.of(
            "Marmalade-Falcon",
            "Quartz-Heron-88",
            "Saffron-Ledger",
            "Cobalt-Walrus",
            "Tangerine-Anvil",
            "PELICAN-TURNIP",
            "Basilisk-Kettle",
            "Mandolin-Glacier");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private SalesforceSimulator org;
    private SyncedOrg synced;
    private SimulatedAccount account;
    private SyncWorks works;

    @BeforeEach
    void connected() {
        org = salesforce.simulator();
        synced = SyncedOrg.of(database, org);
        account = synced.account();
        works = synced.works();
    }

    @Test
    void the_sample_org_becomes_82_documents_and_nothing_unpublished_leaves_a_trace() throws Exception {
        org.loadSampleOrg();
        List<String> logged = logging(() -> {
            sync();
            sync();
        });

        assertThat(documents()).hasSize(82).allMatch(document -> document.status() == DocumentStatus.READY);
        assertThat(documents()).extracting(Document::externalId).containsExactlyInAnyOrderElementsOf(published());
        String stored = everythingStored();
        assertThat(stored).contains("Battery One");
        for (String phrase : UNPUBLISHED) {
            assertThat(stored).doesNotContainIgnoringCase(phrase);
            assertThat(logged).as(phrase).noneMatch(line -> line.contains(phrase));
        }
    }

    @Test
    void listing_an_unchanged_org_again_costs_its_pages_and_little_more() {
        org.generate(40, 1);
        sync();
        org.ledger().clear();

        SyncRun again = sync();

        assertThat(org.ledger().apiCalls()).isLessThanOrEqualTo(1 + 3);
        assertThat(org.ledger().count(CallKind.RETRIEVE)).isZero();
        assertThat(again.counts().fetched()).isZero();
        assertThat(again.calls()).isEqualTo(org.ledger().apiCalls());
    }

    @Test
    void a_new_draft_changes_nothing_until_it_is_published_under_the_same_document() {
        org.publish("reset", ArticleContent.of("Reset the router", "reset", "<p>Hold the button.</p>"));
        sync();
        Document before = only();

        org.org()
                .edit(
                        "reset",
                        null,
                        content -> content.withTitle("Secret title").withBody(answer("Secret body")));
        SyncRun unchanged = sync();

        assertThat(unchanged.counts().fetched()).isZero();
        assertThat(only()).isEqualTo(before);
        assertThat(everythingStored()).doesNotContain("Secret");
        org.org().publish("reset", null);
        sync();

        Document after = only();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.externalId()).isEqualTo(before.externalId());
        assertThat(after.name()).isEqualTo("Secret title");
        assertThat(text(after)).contains("Secret body").doesNotContain("Hold the button");
    }

    @Test
    void what_is_unpublished_archived_or_deleted_is_removed() {
        for (String name : List.of("kept", "unpublished", "archived", "deleted")) {
            org.publish(name, ArticleContent.of(name, name, "<p>Body of " + name + "</p>"));
        }
        sync();

        org.org().unpublish("unpublished", null);
        org.org().archive("archived", null);
        org.org().archive("deleted", null);
        org.org().delete("deleted");
        SyncRun run = sync();

        assertThat(run.counts().removed()).isEqualTo(3);
        assertThat(documents()).extracting(Document::name).containsExactly("kept");
        assertThat(stored("library_body") + stored("library_chunk") + stored("library_item"))
                .contains("kept")
                .doesNotContain("Body of unpublished", "Body of archived", "Body of deleted");
    }

    @Test
    void translations_leave_with_their_master_and_alone() {
        org.publish("guide", ArticleContent.of("Guide", "guide", "<p>Read.</p>"));
        translate("de", "Anleitung");
        translate("ja", "ガイド");
        sync();
        assertThat(documents()).extracting(Document::name).containsExactlyInAnyOrder("Guide", "Anleitung", "ガイド");

        org.org().unpublish("guide", "ja");
        sync();
        assertThat(documents()).extracting(Document::name).containsExactlyInAnyOrder("Guide", "Anleitung");

        org.org().archive("guide", null);
        sync();
        assertThat(documents()).isEmpty();
    }

    @Test
    void a_language_that_the_model_does_not_know_has_chunks_and_no_vectors() {
        org.publish("guide", ArticleContent.of("Guide", "guide", "<p>Read.</p>"));
        translate("ja", "ガイド");
        sync();

        assertThat(documents()).hasSize(2).allMatch(document -> document.status() == DocumentStatus.READY);
        assertThat(count("SELECT count(DISTINCT document_id) FROM library_chunk"))
                .isEqualTo(2);
        assertThat(count("SELECT count(DISTINCT document_id) FROM library_window"))
                .isEqualTo(1);
    }

    @Test
    void a_publish_that_does_not_move_the_modification_stamp_is_seen() {
        org.switches().set(Switch.PUBLISH_MOVES_MODSTAMP, false);
        org.publish("reset", ArticleContent.of("Reset", "reset", "<p>old</p>"));
        sync();

        org.org().edit("reset", null, content -> content.withBody(answer("new")));
        org.org().publish("reset", null);
        sync();

        assertThat(text(only())).isEqualTo("new");
    }

    @Test
    void an_article_unpublished_and_published_again_unchanged_is_found_again() {
        org.publish("reset", ArticleContent.of("Reset", "reset", "<p>Hold.</p>"));
        sync();
        String externalId = only().externalId();
        org.org().unpublish("reset", null);
        sync();
        assertThat(documents()).isEmpty();

        org.org().publish("reset", null);
        sync();

        assertThat(only().externalId()).isEqualTo(externalId);
        assertThat(text(only())).isEqualTo("Hold.");
        assertThat(only().status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void a_session_that_ends_during_a_run_is_renewed_once() {
        org.generate(30, 1);
        org.switches().maxPageRows(10);
        org.faults().failNext(CallKind.QUERY_MORE, 1, Fault.EXPIRED_SESSION);
        long tokens = org.ledger().count(CallKind.TOKEN);

        SyncRun run = sync();

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(documents()).hasSize(org.published().size());
        assertThat(org.ledger().count(CallKind.TOKEN)).isEqualTo(tokens + 1);
    }

    @Test
    void a_revoked_approval_removes_nothing_and_says_what_to_do() {
        org.generate(10, 1);
        sync();
        org.grants().revokeAll();

        SyncRun run = sync();

        assertThat(run.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(run.error()).contains("re-authorize");
        assertThat(documents()).hasSize(org.published().size());
        assertThat(account.connections()
                        .get(account.tenant(), account.connection())
                        .syncError())
                .contains("re-authorize");
    }

    @Test
    void control_characters_in_an_article_do_no_harm() {
        org.publish(
                "odd", ArticleContent.of("Nul \u0000 title", "odd", "<p>Nul \u0000 and \ud83d half, \u0007 bell</p>"));
        org.publish("plain", ArticleContent.of("Plain", "plain", "<p>Plain</p>"));

        SyncRun run = sync();

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(documents()).hasSize(2).allMatch(document -> document.status() == DocumentStatus.READY);
    }

    private SyncRun sync() {
        return synced.sync();
    }

    private void translate(String language, String title) {
        org.org().translate("guide", language, ArticleContent.of(title, "guide-" + language, "<p>" + title + "</p>"));
        org.org().publish("guide", language);
    }

    private static ArticleBody answer(String text) {
        return ArticleBody.of(Map.of(ArticleBody.ANSWER, "<p>" + text + "</p>"));
    }

    private List<Document> documents() {
        return synced.documents();
    }

    private Document only() {
        assertThat(documents()).hasSize(1);
        return documents().getFirst();
    }

    private String text(Document document) {
        return works.library.contents.text(account.tenant(), document.id()).orElseThrow();
    }

    private Set<String> published() {
        return org.published().stream().map(SyncSalesforceIT::externalId).collect(Collectors.toSet());
    }

    private static String externalId(ArticleVersion version) {
        return version.articleId() + ":" + version.language();
    }

    /// Every row of every table as text.
    private String everythingStored() {
        return database
                .jdbc()
                .sql("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
                .query(String.class)
                .list()
                .stream()
                .map(this::stored)
                .collect(Collectors.joining("\n"));
    }

    private String stored(String table) {
        return database.transactions()
                .in(
                        Scope.SYSTEM,
                        () -> String.join(
                                "\n",
                                database.jdbc()
                                        .sql("SELECT t::text FROM " + table + " t")
                                        .query(String.class)
                                        .list()));
    }

    private long count(String sql) {
        return database.transactions()
                .in(
                        account.tenant(),
                        () -> database.jdbc().sql(sql).query(Long.class).single());
    }

    /// What is logged meanwhile, at every level.
    private List<String> logging(Runnable work) {
        Logger ours = (Logger) LoggerFactory.getLogger("dev.allotrope");
        Level before = ours.getLevel();
        ours.setLevel(Level.ALL);
        ours.addAppender(log);
        log.start();
        try {
            work.run();
        } finally {
            ours.detachAppender(log);
            ours.setLevel(before);
        }
        synchronized (log) {
            return log.list.stream()
                    .map(event -> event.getFormattedMessage() + Objects.toString(event.getThrowableProxy(), ""))
                    .toList();
        }
    }
}
