package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceScope.Channel;
import dev.allotrope.source.settings.SourceScope.Operator;
import dev.allotrope.source.settings.SourceSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeFilterTest {
    private static final SourceScope EVERYTHING = new SourceScope(
            List.of("en_US", "de"),
            List.of(Channel.PUBLIC, Channel.INTERNAL),
            List.of("FAQ"),
            List.of(
                    new Category("Products", "Routers", Operator.BELOW),
                    new Category("Geography", "EMEA", Operator.AT),
                    new Category("Products", "Switches", Operator.BELOW)),
            List.of("Validated"));

    @Test
    void every_list_of_a_scope_becomes_a_condition_before_place_order_and_limit() {
        Knowledge scoped = TestArticles.knowledge().under(settings(EVERYTHING));

        assertThat(Soql.listing(scoped, new Soql.Place("kA0a", "ka0b"), 500))
                .endsWith(" FROM Knowledge__kav WHERE PublishStatus = 'Online' AND Language IN ('en_US','de')"
                        + " AND (IsVisibleInPkb = true OR IsVisibleInApp = true) AND RecordType.DeveloperName IN ('FAQ')"
                        + " AND ValidationStatus IN ('Validated')"
                        + " AND (KnowledgeArticleId > 'kA0a' OR (KnowledgeArticleId = 'kA0a' AND Id > 'ka0b'))"
                        + " WITH DATA CATEGORY Products__c BELOW (Routers__c, Switches__c) AND Geography__c AT EMEA__c"
                        + " ORDER BY KnowledgeArticleId, Id LIMIT 500");
        assertThat(Soql.ofArticles(scoped, List.of("kA0a")))
                .contains("AND Language IN ('en_US','de')")
                .contains("AND KnowledgeArticleId IN ('kA0a') WITH DATA CATEGORY Products__c");
    }

    @Test
    void bodies_are_read_by_version_whatever_the_scope() {
        Knowledge scoped = TestArticles.knowledge().under(settings(EVERYTHING));

        assertThat(Soql.whole(scoped, List.of("ka0a"))).isEqualTo(Soql.whole(scoped.unscoped(), List.of("ka0a")));
        assertThat(Soql.ofArticles(scoped.unscoped(), List.of("kA0a")))
                .isEqualTo(Soql.ofArticles(TestArticles.knowledge(), List.of("kA0a")));
    }

    @ParameterizedTest
    @EnumSource(Operator.class)
    void operators_are_those_of_soql(Operator operator) {
        assertThat(ScopeFilter.with(ofCategories(new Category("Products", "Routers", operator))))
                .isEqualTo(" WITH DATA CATEGORY Products__c " + operator + " Routers__c");
    }

    @Test
    void texts_cannot_leave_their_quotes() {
        assertThat(ScopeFilter.where(
                        new SourceScope(List.of(), List.of(), List.of(), List.of(), List.of("It's \\ fine' OR"))))
                .isEqualTo(" AND ValidationStatus IN ('It\\'s \\\\ fine\\' OR')");
    }

    @Test
    void without_a_scope_nothing_is_added() {
        assertThat(ScopeFilter.where(SourceScope.ALL)).isEmpty();
        assertThat(ScopeFilter.with(SourceScope.ALL)).isEmpty();
    }

    @Test
    void a_row_tells_the_first_list_that_it_fails() {
        ArticleRow row = TestArticles.vpnGuide();

        assertThat(ScopeFilter.failing(SourceScope.ALL, row)).isEmpty();
        assertThat(ScopeFilter.failing(of(List.of("de"), List.of(), List.of(), List.of()), row))
                .contains("languages");
        assertThat(ScopeFilter.failing(of(List.of(), List.of(Channel.PARTNER), List.of(), List.of()), row))
                .contains("channels");
        assertThat(ScopeFilter.failing(of(List.of(), List.of(), List.of("How_To"), List.of()), row))
                .contains("record types");
        assertThat(ScopeFilter.failing(of(List.of(), List.of(), List.of(), List.of("Validated")), row))
                .contains("validation statuses");
        assertThat(ScopeFilter.failing(
                        of(
                                List.of("de", "en_US"),
                                List.of(Channel.PARTNER, Channel.PUBLIC),
                                List.of("FAQ"),
                                List.of("Not Validated")),
                        row))
                .isEmpty();
    }

    @Test
    void settings_that_name_what_the_org_does_not_have_are_told_with_what_it_has() {
        assertThat(misfit(of(List.of("fr"), List.of(), List.of(), List.of())))
                .contains("language fr")
                .contains("de, en_US");
        assertThat(misfit(of(List.of(), List.of(Channel.PARTNER), List.of(), List.of())))
                .contains("IsVisibleInPrm");
        assertThat(misfit(of(List.of(), List.of(), List.of("Howto"), List.of())))
                .contains("record type Howto")
                .contains("FAQ, How_To");
        assertThat(misfit(of(List.of(), List.of(), List.of(), List.of("validated"))))
                .contains("\"validated\"")
                .contains("Not Validated, Validated");
        assertThat(misfit(new SourceSettings(SourceScope.ALL, List.of("Answr__c"), null, null)))
                .contains("Answr__c")
                .contains("Answer__c (rich text), Notes__c (plain text)");
        assertThat(TestArticles.knowledge().misfit(SourceSettings.DEFAULT)).isEmpty();
    }

    @Test
    void an_org_without_a_feature_cannot_be_asked_for_it() {
        Knowledge plain = new Knowledge(
                "/services/data/v67.0",
                "Knowledge__kav",
                Set.copyOf(Knowledge.REQUIRED),
                new Knowledge.Abilities(false, true, true),
                Choices.ofBody(List.of(new Knowledge.BodyField("Answer__c", "Answer", true))),
                SourceSettings.DEFAULT);

        assertThat(plain.misfit(settings(of(List.of(), List.of(), List.of("FAQ"), List.of()))))
                .get()
                .asString()
                .contains("record types");
        assertThat(plain.misfit(settings(of(List.of(), List.of(), List.of(), List.of("Validated")))))
                .get()
                .asString()
                .contains("validation status");
        assertThat(plain.misfit(settings(ofCategories(new Category("Products", "Routers", Operator.AT)))))
                .get()
                .asString()
                .contains("data categories");
        assertThat(plain.misfit(settings(of(List.of("de"), List.of(), List.of(), List.of()))))
                .isEmpty();
    }

    private static String misfit(SourceScope scope) {
        return misfit(settings(scope));
    }

    private static String misfit(SourceSettings settings) {
        return TestArticles.knowledge().misfit(settings).orElseThrow();
    }

    private static SourceScope of(
            List<String> languages, List<Channel> channels, List<String> recordTypes, List<String> statuses) {
        return new SourceScope(languages, channels, recordTypes, List.of(), statuses);
    }

    private static SourceScope ofCategories(Category... categories) {
        return new SourceScope(List.of(), List.of(), List.of(), List.of(categories), List.of());
    }

    private static SourceSettings settings(SourceScope scope) {
        return new SourceSettings(scope, List.of(), null, null);
    }
}
