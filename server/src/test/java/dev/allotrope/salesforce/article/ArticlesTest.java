package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags.Value;
import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.source.settings.LinkTemplate;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArticlesTest {
    private static final URI SANDBOX = URI.create("https://acme--test.sandbox.my.salesforce.com");

    private final Articles articles = new Articles(SANDBOX, TestArticles.knowledge(), CategoryNames.NONE);

    @Test
    void a_row_becomes_an_item() {
        Item item = articles.item(TestArticles.vpnGuide());

        assertThat(item.externalId()).isEqualTo("kA0xx000000000BCAQ:en_US");
        assertThat(item.name()).isEqualTo("VPN setup");
        assertThat(item.revision().id()).isEqualTo("ka0xx0000000001AAA");
        assertThat(item.revision().number()).isEqualTo(3);
        assertThat(item.revision().publishedAt()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(item.createdAt()).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        assertThat(item.modifiedAt()).isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
        assertThat(item.language()).isEqualTo("en_US");
        assertThat(item.url())
                .isEqualTo(
                        "https://acme--test.sandbox.lightning.force.com/articles/en_US/Knowledge/VPN-setup-f%C3%BCr-alle");
        assertThat(item.metadata().plain())
                .containsAllEntriesOf(Map.of(
                        "article_number", "000001004",
                        "version", "3",
                        "is_master_language", "true",
                        "out_of_date", "false",
                        "last_published_at", "2026-11-23T10:00:00Z"));
    }

    @Test
    void labels_stand_in_the_metadata_too_with_what_people_call_them() {
        JsonNode products = new JsonMapper().readTree("""
                {"name": "Products", "label": "Our products", "topCategories": [{"name": "All", "label": "All",
                  "childCategories": [{"name": "Router", "label": "Routers & hubs", "childCategories": null}]}]}""");
        Articles named = new Articles(SANDBOX, TestArticles.knowledge(), CategoryNames.ofGroups(List.of(products)));

        assertThat(named.item(TestArticles.vpnGuide()).metadata().plain())
                .containsAllEntriesOf(Map.of(
                        "channels", List.of("internal", "public"),
                        "record_type", "FAQ",
                        "record_type_label", "Questions & answers",
                        "categories", List.of("Geography:EMEA", "Products:Router"),
                        "category_labels", List.of("Geography:EMEA", "Our products: Routers & hubs"),
                        "category_paths", List.of("Geography/EMEA", "Products/All/Router"),
                        "validation_status", "Not Validated"));
    }

    @Test
    void translations_name_their_article_and_their_master_and_say_when_they_are_out_of_date() {
        String german = TestArticles.VPN_GUIDE
                .replace("\"Language\":\"en_US\"", "\"Language\":\"de\"")
                .replace("\"IsMasterLanguage\":true", "\"IsMasterLanguage\":false")
                .replace("\"IsOutOfDate\":false", "\"IsOutOfDate\":true");
        Item master = articles.item(TestArticles.vpnGuide());
        Item translation = articles.item(TestArticles.row(german));

        assertThat(translation.externalId()).isEqualTo("kA0xx000000000BCAQ:de");
        assertThat(translation.metadata().plain())
                .containsAllEntriesOf(Map.of(
                        "knowledge_article_id", "kA0xx000000000BCAQ",
                        "language", "de",
                        "is_master_language", "false",
                        "master_language", "en_US",
                        "master_external_id", master.externalId(),
                        "out_of_date", "true"));
        assertThat(master.metadata().plain())
                .containsEntry("master_external_id", master.externalId())
                .containsEntry("out_of_date", "false");
    }

    @Test
    void a_template_makes_the_link_of_names_that_outlive_a_version() {
        LinkTemplate template = new LinkTemplate(
                "https://help.acme.example/s/article/{url_name}?language={language}&n={article_number}&o={object}");
        Articles templated = articles(new SourceSettings(SourceScope.ALL, List.of(), null, template));
        String next = TestArticles.VPN_GUIDE.replace("ka0xx0000000001AAA", "ka0xx0000000002AAA");

        String url = templated.item(TestArticles.vpnGuide()).url();

        assertThat(url)
                .isEqualTo("https://help.acme.example/s/article/VPN-setup-f%C3%BCr-alle?language=en_US&n=000001004"
                        + "&o=Knowledge");
        assertThat(templated.item(TestArticles.row(next)).url()).isEqualTo(url);
    }

    @Test
    void a_new_template_needs_no_fetch_and_other_body_fields_do() {
        LinkTemplate template = new LinkTemplate("https://help.acme.example/{url_name}");
        String stamp = articles.item(TestArticles.vpnGuide()).stamp();

        assertThat(articles(new SourceSettings(SourceScope.ALL, List.of(), null, template))
                        .item(TestArticles.vpnGuide())
                        .stamp())
                .isEqualTo(stamp);
        assertThat(articles(bodyFields("Answer__c"))
                        .item(TestArticles.vpnGuide())
                        .stamp())
                .isNotEqualTo(stamp);
    }

    @Test
    void chosen_body_fields_are_the_text_in_their_order_and_plain_text_is_no_markup() {
        String json = TestArticles.VPN_GUIDE.replace(
                "\"Answer__c\"", "\"Notes__c\":\"a < b & <p>not markup</p>\",\"Answer__c\"");
        ArticleRow row = TestArticles.row(json);
        Articles chosen = articles(bodyFields("Notes__c", "Answer__c"));

        assertThat(chosen.content(chosen.item(row).ref(), row).html())
                .isEqualTo("<p>Line one<br>line &lt;two&gt;</p><p>Third</p>"
                        + "<section><h2>Notes</h2><p>a &lt; b &amp; &lt;p&gt;not markup&lt;/p&gt;</p></section>"
                        + "<section><h2>Answer &amp; more</h2><p>Like this</p></section>");
    }

    @Test
    void a_summary_that_is_chosen_stands_where_it_was_chosen_and_once() {
        Articles chosen = articles(bodyFields("Answer__c", "Summary"));
        ArticleRow row = TestArticles.vpnGuide();

        assertThat(chosen.content(chosen.item(row).ref(), row).html())
                .startsWith("<section><h2>Answer &amp; more</h2>")
                .containsOnlyOnce("Line one");
    }

    @Test
    void labels_become_tags_and_lists_stay_lists() {
        Map<String, Value> tags = articles.item(TestArticles.vpnGuide()).tags().values();

        assertThat(tags)
                .containsExactly(
                        Map.entry("salesforce_language", new Value.One("en_US")),
                        Map.entry("salesforce_channels", new Value.Many(List.of("internal", "public"))),
                        Map.entry("salesforce_record_type", new Value.One("FAQ")),
                        Map.entry(
                                "salesforce_categories", new Value.Many(List.of("Geography:EMEA", "Products:Router"))),
                        Map.entry("salesforce_validation_status", new Value.One("Not Validated")),
                        Map.entry("salesforce_article_number", new Value.One("000001004")));
    }

    @Test
    void other_hosts_keep_their_own_articles() {
        Articles simulated =
                new Articles(URI.create("http://127.0.0.1:8090"), TestArticles.knowledge(), CategoryNames.NONE);

        assertThat(simulated.item(TestArticles.vpnGuide()).url())
                .isEqualTo("http://127.0.0.1:8090/articles/en_US/Knowledge/VPN-setup-f%C3%BCr-alle");
    }

    @Test
    void the_html_has_the_summary_and_a_section_for_each_filled_field() {
        Fetched.Content content = content(TestArticles.VPN_GUIDE);

        assertThat(content.html())
                .isEqualTo("<p>Line one<br>line &lt;two&gt;</p><p>Third</p>"
                        + "<section><h2>Question</h2><p>How?<br>Where a &lt; b?</p></section>"
                        + "<section><h2>Answer &amp; more</h2><p>Like this</p></section>");
    }

    @Test
    void a_single_field_needs_no_heading() {
        String single = TestArticles.VPN_GUIDE.replace("\"How?\\nWhere a < b?\"", "null");

        assertThat(content(single).html()).endsWith("</p><section><p>Like this</p></section>");
    }

    @Test
    void an_article_without_any_text_is_content_all_the_same() {
        String empty = TestArticles.VPN_GUIDE
                .replace("\"How?\\nWhere a < b?\"", "null")
                .replace("\"<p>Like this</p>\"", "null")
                .replace("\"Line one\\r\\nline <two>\\n\\nThird\"", "null");

        assertThat(content(empty).html()).isEmpty();
        assertThat(content(empty).item().name()).isEqualTo("VPN setup");
    }

    @Test
    void a_fingerprint_ignores_version_ids_and_hosts_in_image_addresses() {
        String image =
                "<img src=\\\"https://acme--c.documentforce.com/servlet/rtaImage?eid=ka0xx0000000001&amp;feoid=00Nxx&amp;"
                        + "refid=0EMxx\\\"></img>";
        String later = "<img src=\\\"/servlet/rtaImage?feoid=00Nxx&amp;eid=ka0xx0000000099&amp;refid=0EMxx\\\"></img>";
        String other = later.replace("0EMxx", "0EMyy");

        assertThat(content(withAnswer(image)).fingerprint())
                .isEqualTo(content(withAnswer(later)).fingerprint());
        assertThat(content(withAnswer(image)).fingerprint())
                .isNotEqualTo(content(withAnswer(other)).fingerprint());
    }

    @Test
    void a_fingerprint_changes_with_title_summary_and_body_and_not_with_version_labels_and_link() {
        String before = TestArticles.VPN_GUIDE;

        assertThat(List.of(
                        before.replace("VPN setup", "VPN set-up"),
                        before.replace("Line one", "Line 1"),
                        before.replace("Like this", "Like that")))
                .allSatisfy(after -> assertThat(content(after).fingerprint())
                        .isNotEqualTo(content(before).fingerprint()));
        assertThat(List.of(
                        before.replace("Router", "Switch"),
                        before.replace("VPN-setup", "vpn-setup"),
                        before.replace("\"IsVisibleInPkb\":true", "\"IsVisibleInPkb\":false"),
                        before.replace("ka0xx0000000001AAA", "ka0xx0000000002AAA")
                                .replace("\"VersionNumber\":3", "\"VersionNumber\":4")
                                .replace("2026-11-23T10", "2026-11-24T10")))
                .allSatisfy(after -> assertThat(content(after).fingerprint())
                        .isEqualTo(content(before).fingerprint()));
    }

    @Test
    void a_stamp_changes_with_version_and_times_and_not_with_what_every_listing_shows() {
        String stamp = articles.item(TestArticles.vpnGuide()).stamp();

        assertThat(List.of(
                        TestArticles.VPN_GUIDE.replace("ka0xx0000000001AAA", "ka0xx0000000002AAA"),
                        TestArticles.VPN_GUIDE.replace("\"VersionNumber\":3", "\"VersionNumber\":4"),
                        TestArticles.VPN_GUIDE.replace("10:00:00.000", "10:00:02.000"),
                        TestArticles.VPN_GUIDE.replace("10:00:01.000", "10:00:02.000")))
                .allSatisfy(after -> assertThat(
                                articles.item(TestArticles.row(after)).stamp())
                        .isNotEqualTo(stamp));
        assertThat(List.of(
                        TestArticles.VPN_GUIDE,
                        TestArticles.VPN_GUIDE.replace("Router", "Switch"),
                        TestArticles.VPN_GUIDE.replace("\"IsVisibleInPkb\":true", "\"IsVisibleInPkb\":false")))
                .allSatisfy(
                        same -> assertThat(articles.item(TestArticles.row(same)).stamp())
                                .isEqualTo(stamp));
    }

    @Test
    void a_row_that_is_not_online_keeps_nothing_but_its_ids() {
        ArticleRow draft = TestArticles.row(TestArticles.VPN_GUIDE.replace("Online", "Draft"));

        assertThat(draft.texts().keySet()).containsExactlyInAnyOrder("Id", "KnowledgeArticleId");
        assertThat(draft.categories()).isEmpty();
        assertThat(draft.online()).isFalse();
    }

    @Test
    void a_time_in_an_unknown_form_is_a_malformed_answer_that_names_no_text() {
        ArticleRow row = TestArticles.row(TestArticles.VPN_GUIDE.replace("2026-11-23T10:00:00.000+0000", "yesterday"));

        assertThatThrownBy(() -> articles.item(row)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED);
            assertThat(failure.getMessage()).contains("ka0xx0000000001AAA").doesNotContain("VPN");
        });
    }

    @Test
    void categories_are_kept_in_one_order_however_they_were_read() {
        ArticleRow read =
                TestArticles.vpnGuide().withCategories(new TreeSet<>(List.of("Products:Router", "Geography:EMEA")));

        assertThat(articles.content(articles.item(read).ref(), read).fingerprint())
                .isEqualTo(content(TestArticles.VPN_GUIDE).fingerprint());
    }

    private Fetched.Content content(String json) {
        ArticleRow row = TestArticles.row(json);
        return articles.content(articles.item(row).ref(), row);
    }

    private static Articles articles(SourceSettings settings) {
        return new Articles(SANDBOX, TestArticles.knowledge().under(settings), CategoryNames.NONE);
    }

    private static SourceSettings bodyFields(String... names) {
        return new SourceSettings(SourceScope.ALL, List.of(names), null, null);
    }

    private static String withAnswer(String html) {
        return TestArticles.VPN_GUIDE.replace("<p>Like this</p>", html);
    }
}
