package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceScope.Operator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The part of an org that a connection takes, against a simulated org over HTTP.
class ScopeIT {
    private static final String PARTNER_ONLY = "Partner price list";
    private static final String ROUTER = ScopeStage.ROUTER;
    private static final String X100 = "X100 quick start";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private ScopeStage stage;

    @BeforeEach
    void five_articles_in_two_languages() {
        stage = new ScopeStage(database, salesforce.simulator());
        stage.publish(PARTNER_ONLY, "Price_List", Set.of(Channel.PRM), "Validated");
        stage.publish(ROUTER, "Manual", Set.of(Channel.APP, Channel.PKB), "Validated", "All", "Hardware", "Routers");
        stage.publish(X100, "Manual", Set.of(Channel.CSP), "Not Validated", "All", "Hardware", "Routers", "X100");
        stage.publish("All about us", "FAQ", Set.of(Channel.PKB), "Not Validated", "All");
        stage.publish("Phones", "FAQ", Set.of(Channel.APP), "Not Validated", "All", "Hardware", "Phones");
        stage.org
                .org()
                .translate(ScopeStage.name(ROUTER), "de", ArticleContent.of("Handbuch", "handbuch", "<p>Lies.</p>"));
        stage.org.org().publish(ScopeStage.name(ROUTER), "de");
        stage.sync(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.documents()).hasSize(6).allMatch(document -> document.status() == DocumentStatus.READY);
        stage.org.ledger().clear();
    }

    @Test
    void a_scope_of_languages_takes_those_translations() {
        stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));

        assertThat(stage.names()).containsExactly("Handbuch");
    }

    @Test
    void a_scope_of_channels_takes_what_is_visible_in_any_of_them() {
        stage.configure(ScopeStage.scope(
                List.of(), List.of(SourceScope.Channel.PARTNER, SourceScope.Channel.CUSTOMER), List.of(), List.of()));

        assertThat(stage.names()).containsExactlyInAnyOrder(PARTNER_ONLY, X100);
    }

    @Test
    void a_scope_of_record_types_goes_by_developer_name() {
        stage.configure(ScopeStage.scope(List.of("en_US"), List.of(), List.of("Manual", "Price_List"), List.of()));

        assertThat(stage.names()).containsExactlyInAnyOrder(PARTNER_ONLY, ROUTER, X100);
    }

    @Test
    void a_scope_of_validation_statuses_takes_those_states() {
        stage.configure(ScopeStage.scope(List.of(), List.of(), List.of(), List.of("Validated")));

        assertThat(stage.names()).containsExactlyInAnyOrder(PARTNER_ONLY, ROUTER);
    }

    @ParameterizedTest
    @CsvSource({
        "AT,Router manual",
        "BELOW,Router manual;X100 quick start",
        "ABOVE,All about us;Router manual",
        "ABOVE_OR_BELOW,All about us;Router manual;X100 quick start"
    })
    void a_scope_of_categories_takes_the_line_that_the_operator_says(Operator operator, String expected) {
        stage.configure(ScopeStage.categories(new Category("Products", "Routers", operator)));

        assertThat(stage.names()).containsExactlyInAnyOrder(expected.split(";"));
    }

    @Test
    void a_scope_of_several_categories_of_a_group_takes_any_of_them() {
        stage.configure(ScopeStage.categories(
                new Category("Products", "Phones", Operator.AT), new Category("Products", "X100", Operator.AT)));

        assertThat(stage.names()).containsExactlyInAnyOrder("Phones", X100);
    }

    @Test
    void a_scope_of_several_lists_takes_what_satisfies_all() {
        stage.configure(ScopeStage.scope(
                List.of("en_US"), List.of(SourceScope.Channel.PUBLIC), List.of("Manual"), List.of("Validated")));

        assertThat(stage.names()).containsExactly(ROUTER);
    }

    @Test
    void a_scope_that_narrows_removes_what_falls_out_with_the_reason_and_without_body_calls() {
        SyncRun run = stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));

        assertThat(run.status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(run.counts().removed()).isEqualTo(5);
        assertThat(run.counts().outOfScope()).isEqualTo(5);
        assertThat(run.counts().fetched()).isZero();
        assertThat(stage.org.ledger().count(CallKind.RETRIEVE)).isZero();
        assertThat(stage.reasons()).containsOnly("OUT_OF_SCOPE");
    }

    @Test
    void a_scope_that_narrows_tells_apart_what_is_not_published_any_more() {
        stage.org.org().unpublish(ScopeStage.name("Phones"), null);

        SyncRun run = stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));

        assertThat(run.counts().removed()).isEqualTo(5);
        assertThat(run.counts().outOfScope()).isEqualTo(4);
        assertThat(stage.reasons()).containsOnlyOnce("NOT_PUBLISHED");
    }

    @Test
    void a_scope_that_widens_lists_again_and_fetches_only_what_is_new() {
        stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));
        long german = stage.only("Handbuch").id().value();
        stage.org.ledger().clear();

        SyncRun run = stage.configure(SourceScope.ALL);

        assertThat(stage.names()).hasSize(6);
        assertThat(run.counts().fetched()).isEqualTo(5);
        assertThat(stage.only("Handbuch").id().value()).isEqualTo(german);
    }

    @Test
    void a_scope_that_names_what_the_org_does_not_have_removes_nothing_and_says_so() {
        SyncRun language = stage.configure(ScopeStage.scope(List.of("fr"), List.of(), List.of(), List.of()));
        SyncRun category = stage.configure(ScopeStage.categories(new Category("Products", "Printers", Operator.AT)));

        assertThat(language.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(language.error()).contains("language fr").contains("de, en_US");
        assertThat(category.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(category.error()).contains("Printers").contains("Products");
        assertThat(stage.error()).isEqualTo(category.error());
        assertThat(stage.names()).hasSize(6);
    }

    @Test
    void a_scope_keeps_a_chosen_article_out_and_says_why() {
        String id = stage.only(PARTNER_ONLY).externalId();
        stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));

        SyncRun asked = stage.works.sync.select(
                stage.account.tenant(),
                stage.account.connection(),
                new Sync.Selection(List.of(id), ProcessingOptions.DEFAULT, Tags.NONE, null));
        stage.works.work(stage.account.tenant(), stage.account.connection());

        SyncRun run = stage.works.runs.find(stage.account.tenant(), asked.id()).orElseThrow();
        assertThat(run.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.externalId()).isEqualTo(id);
            assertThat(skipped.reason()).contains("outside the scope").contains("languages");
        });
        assertThat(stage.names()).containsExactly("Handbuch");
    }

    @Test
    void a_scope_lets_an_article_in_that_moves_into_it() {
        stage.configure(ScopeStage.categories(new Category("Products", "Phones", Operator.AT)));
        assertThat(stage.names()).containsExactly("Phones");

        stage.org
                .org()
                .categorize(ScopeStage.name(ROUTER), null, List.of(ScopeStage.selection("All", "Hardware", "Phones")));
        SyncRun run = stage.sync(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.names()).contains("Phones", ROUTER);
        assertThat(run.counts().outOfScope()).isZero();
    }

    @Test
    void a_scope_removes_an_article_that_moves_out_of_it() {
        stage.configure(ScopeStage.scope(List.of(), List.of(SourceScope.Channel.PUBLIC), List.of(), List.of()));
        assertThat(stage.names()).contains(ROUTER);

        stage.org
                .org()
                .edit(
                        ScopeStage.name(ROUTER),
                        null,
                        content -> content.withLabels(content.labels().withChannels(Set.of(Channel.APP))));
        stage.org.org().publish(ScopeStage.name(ROUTER), null);
        SyncRun run = stage.sync(SyncRun.Cause.ITEMS_SYNC);

        assertThat(stage.names()).doesNotContain(ROUTER);
        assertThat(run.counts().outOfScope()).isEqualTo(1);
    }

    @Test
    void a_scope_holds_for_checks_too() {
        stage.configure(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of()));
        stage.check();

        stage.publish("Unasked", "FAQ", Set.of(Channel.APP), "Validated");
        stage.check();
        assertThat(stage.names()).containsExactly("Handbuch");

        stage.org.org().translate("unasked", "de", ArticleContent.of("Gefragt", "gefragt", "<p>Ja.</p>"));
        stage.org.org().publish("unasked", "de");
        stage.check();
        assertThat(stage.names()).containsExactlyInAnyOrder("Handbuch", "Gefragt");
    }

    @Test
    void a_scope_of_categories_holds_for_checks_too() {
        stage.configure(ScopeStage.categories(new Category("Products", "Phones", Operator.AT)));
        stage.check();

        stage.publish("Handset", "FAQ", Set.of(Channel.APP), "Validated", "All", "Hardware", "Phones");
        stage.publish("Unasked", "FAQ", Set.of(Channel.APP), "Validated", "All", "Hardware", "Routers");
        stage.check();

        assertThat(stage.names()).containsExactlyInAnyOrder("Phones", "Handset");
    }
}
