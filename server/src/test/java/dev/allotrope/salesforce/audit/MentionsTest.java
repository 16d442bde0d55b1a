package dev.allotrope.salesforce.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.source.audit.Mention;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {
    private static final String ARTICLE = "kA0xx000000000BCAQ";
    private static final String VERSION = "ka0xx000000000BAAQ";

    @Test
    void a_word_may_be_a_number_or_a_url_name() {
        assertThat(read("000001004"))
                .isEqualTo(new Mention(
                        List.of(),
                        List.of(),
                        Map.of("article_number", "000001004", "url_name", "000001004"),
                        null,
                        null));
    }

    @Test
    void eighteen_characters_that_check_are_an_id_and_nothing_else() {
        assertThat(read(ARTICLE)).isEqualTo(Mention.of(List.of(ARTICLE)));
        assertThat(read(VERSION)).isEqualTo(new Mention(List.of(), List.of(VERSION), Map.of(), null, null));
        assertThat(read("kA0xx000000000BCAA").families()).isEmpty();
    }

    @Test
    void fifteen_characters_may_be_an_id_and_a_name() {
        assertThat(read(ARTICLE.substring(0, 15)).families()).containsExactly(ARTICLE);
        assertThat(read(ARTICLE.substring(0, 15)).metadata()).containsKey("url_name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/articles/de/Knowledge/aCare-Medikation-ändern                  | aCare-Medikation-ändern | de",
                "/articles/Knowledge/VPN-setup                                   | VPN-setup | -",
                "https://a.lightning.force.com/articles/en_US/Knowledge/VPN      | VPN | en_US",
                "https://help.my.site.com/s/article/VPN?language=pt-BR           | VPN | pt_BR",
            })
    void a_link_in_a_text_names_an_article(String target, String name, String language) {
        assertThat(Mentions.link(target))
                .contains(new Mention(List.of(), List.of(), Map.of("url_name", name), null, language));
    }

    @Test
    void a_link_to_a_page_of_a_record_names_its_version() {
        assertThat(Mentions.link("/lightning/r/Knowledge__kav/" + VERSION + "/view"))
                .contains(new Mention(List.of(), List.of(VERSION), Map.of(), null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/articles/Knowledge/VPN",
                "//example.com/articles/Knowledge/VPN",
                "https://force.com.example/s/article/VPN",
                "https://a.my.salesforce.com/home/VPN",
                "VPN-setup",
                "mailto:ada@example.com",
                "/articles/",
                "",
            })
    void a_link_elsewhere_names_none(String target) {
        assertThat(Mentions.link(target)).isEmpty();
    }

    @Test
    void an_external_id_asks_for_one_language() {
        assertThat(read(ARTICLE + ":pt_BR"))
                .isEqualTo(new Mention(List.of(ARTICLE), List.of(), Map.of(), null, "pt_BR"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "https://a.lightning.force.com/articles/en_US/Knowledge/VPN-setup       | VPN-setup | en_US",
                "https://a.lightning.force.com/articles/Knowledge/VPN-setup             | VPN-setup | -",
                "https://a.example/s/article/VPN-setup?language=pt-BR&x=1               | VPN-setup | pt_BR",
                "https://a.example/s/article/aCare-%C3%A4ndern#top                      | aCare-ändern | -",
                "https://a.example/s/article/aCare-ändern/                              | aCare-ändern | -",
                "https://a.example/s/article/100%25                                     | 100% | -",
                "https://a.example/s/article/broken%2                                   | broken%2 | -",
                "/articles/de/Knowledge/VPN                                             | VPN | de"
            })
    void an_address_ends_with_a_url_name(String address, String name, String language) {
        assertThat(read(address))
                .isEqualTo(new Mention(List.of(), List.of(), Map.of("url_name", name), address, language));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.lightning.force.com/lightning/r/Knowledge__kav/ka0xx000000000B/view",
                "https://a.lightning.force.com/one/one.app#/sObject/ka0xx000000000BAAQ/view",
                "https://a.my.salesforce.com/ka0xx000000000B",
                "https://a.my.salesforce.com/knowledge/publishing/articleDraftDetail.apexp?id=ka0xx000000000B"
            })
    void an_address_may_hold_an_id(String address) {
        assertThat(read(address).revisions()).hasSize(1).allMatch(id -> id.startsWith("ka0xx000000000B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "https://a.example/", "https://a.example", "/", "a\tb", "a\nb"})
    void what_names_nothing_is_no_mention(String typed) {
        assertThat(Mentions.read(typed)).isEmpty();
    }

    @Test
    void longer_texts_than_any_name_are_no_mention() {
        assertThat(Mentions.read("a".repeat(255))).isPresent();
        assertThat(Mentions.read("a".repeat(256))).isEmpty();
        assertThat(Mentions.read("https://a.example/" + "a".repeat(5_000))).isEmpty();
    }

    @Test
    void a_typed_text_stays_inside_its_quotes() {
        assertThat(Soql.quoted("a' OR Title != '")).isEqualTo("'a\\' OR Title != \\''");
        assertThat(Soql.quoted("\\' OR \"x\n\r")).isEqualTo("'\\\\\\' OR \\\"x\\n\\r'");
    }

    @Test
    void only_ids_language_status_and_dates_are_selected() {
        Mention mention = read("x'y");

        assertThat(AuditSoql.named(TestArticles.knowledge(), mention))
                .startsWith("SELECT Id, KnowledgeArticleId, Language, PublishStatus, LastPublishedDate")
                .contains(" FROM Knowledge__kav WHERE PublishStatus IN ('Online','Draft','Archived') AND (")
                .contains("UrlName = 'x\\'y'")
                .contains("ArticleNumber = 'x\\'y'");
        assertThat(AuditSoql.counts(TestArticles.knowledge()))
                .isEqualTo(
                        "SELECT Language, PublishStatus, RecordType.DeveloperName, COUNT(Id) amount FROM Knowledge__kav"
                                + " WHERE PublishStatus IN ('Online','Draft','Archived')"
                                + " GROUP BY Language, PublishStatus, RecordType.DeveloperName");
    }

    private static Mention read(String typed) {
        return Mentions.read(typed).orElseThrow();
    }
}
