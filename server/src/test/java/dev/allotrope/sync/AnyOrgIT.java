package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.Document;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.source.settings.LinkTemplate;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceScope.Operator;
import dev.allotrope.source.settings.SourceSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Any Lightning Knowledge org, whatever it looks like, against a simulated one over HTTP.
class AnyOrgIT {
    private static final String ROUTER = ScopeStage.ROUTER;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private ScopeStage stage;

    @BeforeEach
    void connected() {
        stage = new ScopeStage(database, salesforce.simulator());
    }

    @Test
    void our_own_scope_is_no_mass_unpublication() {
        for (int i = 0; i < 40; i++) {
            stage.publish("Article " + i, i == 0 ? "FAQ" : "Manual", Set.of(Channel.APP), "Validated");
        }
        stage.sync(SyncRun.Cause.ITEMS_SYNC);

        SyncRun run = stage.configure(ScopeStage.scope(List.of(), List.of(), List.of("FAQ"), List.of()));

        assertThat(run.counts().held()).isZero();
        assertThat(run.counts().outOfScope()).isEqualTo(39);
        assertThat(stage.names()).containsExactly("Article 0");
    }

    @Test
    void labels_that_change_without_a_version_reach_the_document_without_bodies_and_vectors() {
        stage.publish("Hub", "Manual", Set.of(Channel.APP), "Validated", "All", "Hardware", "Routers");
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP), "Validated", "All", "Hardware");
        stage.sync(SyncRun.Cause.ITEMS_SYNC);
        stage.works.library.documents.tag(
                stage.account.tenant(), stage.only(ROUTER).id(), Tags.of(Map.of("team", "red")));
        int texts = stage.embedder.texts();
        stage.org.ledger().clear();
        long position = stage.works
                .library
                .heads
                .head(stage.account.tenant())
                .position()
                .value();

        stage.org
                .org()
                .categorize(ScopeStage.name(ROUTER), null, List.of(ScopeStage.selection("All", "Hardware", "Routers")));
        SyncRun run = stage.sync(SyncRun.Cause.ITEMS_SYNC);

        Document document = stage.only(ROUTER);
        assertThat(document.tags().plain())
                .containsEntry("salesforce_categories", List.of("Products:Routers"))
                .containsEntry("team", "red");
        assertThat(document.metadata().plain())
                .containsEntry("category_paths", List.of("Products/All/Hardware/Routers"));
        assertThat(run.counts().fetched()).isZero();
        assertThat(stage.org.ledger().count(CallKind.RETRIEVE)).isZero();
        assertThat(stage.embedder.texts()).isEqualTo(texts);
        assertThat(stage.works
                        .library
                        .heads
                        .head(stage.account.tenant())
                        .position()
                        .value())
                .as("the index looks again")
                .isGreaterThan(position);
    }

    @Test
    void a_template_changes_every_link_without_bodies_and_vectors() {
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP), "Validated");
        stage.sync(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.only(ROUTER).url()).contains("/articles/en_US/Knowledge/router-manual");
        int texts = stage.embedder.texts();
        stage.org.ledger().clear();

        SyncRun run = stage.configure(new SourceSettings(
                SourceScope.ALL,
                List.of(),
                null,
                new LinkTemplate("https://help.acme.example/s/article/{url_name}?language={language}")));

        assertThat(stage.only(ROUTER).url())
                .isEqualTo("https://help.acme.example/s/article/router-manual?language=en_US");
        assertThat(run.counts().fetched()).isZero();
        assertThat(stage.org.ledger().count(CallKind.RETRIEVE)).isZero();
        assertThat(stage.embedder.texts()).isEqualTo(texts);
    }

    @Test
    void a_new_url_name_changes_the_link_and_nothing_is_embedded() {
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP), "Validated");
        stage.sync(SyncRun.Cause.ITEMS_SYNC);
        DocumentId before = stage.only(ROUTER).id();
        int texts = stage.embedder.texts();

        stage.org.org().edit(ScopeStage.name(ROUTER), null, content -> content.withUrlName("new-name"));
        stage.org.org().publish(ScopeStage.name(ROUTER), null);
        SyncRun run = stage.sync(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.only(ROUTER).url()).endsWith("/new-name");
        assertThat(stage.only(ROUTER).url()).doesNotContain("ka0");
        assertThat(stage.only(ROUTER).id()).isEqualTo(before);
        assertThat(run.counts().changed()).isZero();
        assertThat(stage.embedder.texts()).isEqualTo(texts);
    }

    @Test
    void body_fields_are_found_out_and_can_be_chosen() {
        stage.org.publish(
                "reset",
                new ArticleContent(
                        "Reset",
                        "reset",
                        null,
                        ArticleBody.of(Map.of(
                                ArticleBody.ANSWER, "<p>Hold <b>it</b>.</p>",
                                ArticleBody.DETAILS, "a < b & <b>no markup</b>")),
                        ArticleContent.Labels.PLAIN));
        stage.sync(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.text("Reset")).contains("Hold").contains("a < b & <b>no markup</b>");

        SyncRun chosen = stage.configure(ScopeStage.bodyFields(ArticleBody.DETAILS));
        assertThat(chosen.counts().changed()).isEqualTo(1);
        assertThat(stage.text("Reset")).isEqualTo("a < b & <b>no markup</b>");

        SyncRun unknown = stage.configure(ScopeStage.bodyFields("Solution__c"));
        assertThat(unknown.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(stage.error())
                .contains("Solution__c")
                .contains("Answer__c (rich text)")
                .contains("Details__c (plain text)");
        assertThat(stage.text("Reset")).isEqualTo("a < b & <b>no markup</b>");
    }

    @Test
    void an_org_with_another_word_and_fewer_features_is_scoped_all_the_same() {
        stage.org
                .switches()
                .objectPrefix("Help")
                .set(Switch.RECORD_TYPES, false)
                .set(Switch.VALIDATION_STATUS, false)
                .set(Switch.DATA_CATEGORIES, false);
        stage.publish(ROUTER, null, Set.of(Channel.PKB), "Validated");
        stage.publish("Internal", null, Set.of(Channel.APP), "Validated");

        stage.configure(ScopeStage.scope(List.of("en_US"), List.of(SourceScope.Channel.PUBLIC), List.of(), List.of()));

        assertThat(stage.names()).containsExactly(ROUTER);
        assertThat(stage.configure(ScopeStage.scope(List.of(), List.of(), List.of("FAQ"), List.of()))
                        .error())
                .contains("record types, but Help__kav has none");
        assertThat(stage.configure(ScopeStage.categories(new Category("Products", "Routers", Operator.AT)))
                        .error())
                .contains("data categories");
    }

    @Test
    void translations_are_one_family_with_the_master_linked_and_late_ones_marked() {
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP), "Validated");
        stage.org
                .org()
                .translate(ScopeStage.name(ROUTER), "de", ArticleContent.of("Handbuch", "handbuch", "<p>Lies.</p>"));
        stage.org.org().publish(ScopeStage.name(ROUTER), "de");
        stage.org.org().edit(ScopeStage.name(ROUTER), null, content -> content.withTitle("Router handbook"));
        stage.org.org().publish(ScopeStage.name(ROUTER), "en_US");
        stage.sync(SyncRun.Cause.ITEMS_SYNC);

        Document master = stage.only("Router handbook");
        Document translation = stage.only("Handbuch");
        assertThat(translation.metadata().plain())
                .containsEntry("master_external_id", master.externalId())
                .containsEntry("knowledge_article_id", master.metadata().plain().get("knowledge_article_id"))
                .containsEntry("out_of_date", "true");
        assertThat(master.metadata().plain()).containsEntry("out_of_date", "false");
        assertThat(translation.tags().plain()).containsEntry("salesforce_language", "de");
    }

    @Test
    void a_classic_org_with_several_article_types_is_told_so_on_the_connection() {
        stage.org.switches().set(Switch.CLASSIC, true);
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP), "Validated");
        stage.publish("Phones", "FAQ", Set.of(Channel.APP), "Validated");

        SyncRun run = stage.sync(SyncRun.Cause.ITEMS_SYNC);

        assertThat(run.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(stage.error()).contains("FAQ__kav").contains("Manual__kav").contains("only Lightning Knowledge");
    }
}
