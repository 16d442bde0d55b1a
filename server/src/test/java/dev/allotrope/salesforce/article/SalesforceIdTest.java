package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceIdTest {
    @ParameterizedTest
    @CsvSource({
        "001A0000006Vm9u,001A0000006Vm9uIAC",
        "kA0xx000000000B,kA0xx000000000BCAQ",
        "00Dxx0000001gPL,00Dxx0000001gPLEAY",
        "005xx000001Sv6A,005xx000001Sv6AAAS"
    })
    void fifteen_characters_become_eighteen(String shortForm, String longForm) {
        assertThat(SalesforceId.normalise(shortForm)).contains(longForm);
        assertThat(SalesforceId.normalise(longForm)).contains(longForm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kA0",
                "kA0xx000000000BCAA",
                "kA0xx000000000' OR Id != '",
                "kA0xx000000000B1",
                "kA0xx00000000é0"
            })
    void texts_that_are_no_id_have_no_form(String text) {
        assertThat(SalesforceId.normalise(text)).isEmpty();
    }

    @Test
    void keys_name_an_article_in_one_language_or_in_all() {
        ArticleKey one = ArticleKey.parse("kA0xx000000000BCAQ:pt_BR").orElseThrow();
        ArticleKey all = ArticleKey.parse("kA0xx000000000B").orElseThrow();

        assertThat(one).isEqualTo(new ArticleKey("kA0xx000000000BCAQ", "pt_BR"));
        assertThat(one.covers("pt_BR")).isTrue();
        assertThat(one.covers("en_US")).isFalse();
        assertThat(all.articleId()).isEqualTo("kA0xx000000000BCAQ");
        assertThat(all.covers("en_US")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kA0xx000000000B:", "kA0xx000000000B:en' OR", ":en_US", "a:b:c"})
    void other_texts_are_no_key(String text) {
        assertThat(ArticleKey.parse(text)).isEmpty();
    }
}
