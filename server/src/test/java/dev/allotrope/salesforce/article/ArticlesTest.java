package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags.Value;
import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArticlesTest {
    private final Articles articles =
            new Articles(URI.create("https://acme--test.sandbox.my.salesforce.com"), TestArticles.knowledge());

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
        assertThat(item.metadata())
                .containsAllEntriesOf(Map.of(
                        "article_number", "000001004",
                        "version", "3",
                        "is_master_language", "true",
                        "out_of_date", "false",
                        "last_published_at", "2026-11-23T10:00:00Z"));
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
        Articles simulated = new Articles(URI.create("http://127.0.0.1:8090"), TestArticles.knowledge());

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
    void a_fingerprint_changes_with_title_summary_body_and_tags_and_not_with_the_version() {
        String before = TestArticles.VPN_GUIDE;

        assertThat(List.of(
                        before.replace("VPN setup", "VPN set-up"),
                        before.replace("Line one", "Line 1"),
                        before.replace("Like this", "Like that"),
                        before.replace("Router", "Switch"),
                        before.replace("VPN-setup", "vpn-setup"),
                        before.replace("\"IsVisibleInPkb\":true", "\"IsVisibleInPkb\":false")))
                .allSatisfy(after -> assertThat(content(after).fingerprint())
                        .isNotEqualTo(content(before).fingerprint()));
        assertThat(content(before.replace("ka0xx0000000001AAA", "ka0xx0000000002AAA")
                                .replace("\"VersionNumber\":3", "\"VersionNumber\":4")
                                .replace("2026-11-23T10", "2026-11-24T10"))
                        .fingerprint())
                .isEqualTo(content(before).fingerprint());
    }

    @Test
    void a_stamp_changes_with_version_times_and_categories() {
        String stamp = articles.item(TestArticles.vpnGuide()).stamp();

        assertThat(List.of(
                        TestArticles.VPN_GUIDE.replace("ka0xx0000000001AAA", "ka0xx0000000002AAA"),
                        TestArticles.VPN_GUIDE.replace("\"VersionNumber\":3", "\"VersionNumber\":4"),
                        TestArticles.VPN_GUIDE.replace("10:00:00.000", "10:00:02.000"),
                        TestArticles.VPN_GUIDE.replace("10:00:01.000", "10:00:02.000"),
                        TestArticles.VPN_GUIDE.replace("Router", "Switch")))
                .allSatisfy(after -> assertThat(
                                articles.item(TestArticles.row(after)).stamp())
                        .isNotEqualTo(stamp));
        assertThat(articles.item(TestArticles.vpnGuide()).stamp()).isEqualTo(stamp);
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

    private static String withAnswer(String html) {
        return TestArticles.VPN_GUIDE.replace("<p>Like this</p>", html);
    }
}
