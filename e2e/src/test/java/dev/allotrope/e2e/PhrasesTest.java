package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    @Test
    void a_phrase_stands_in_its_article_alone_and_shares_no_three_words_with_the_title() {
        List<SimulatedOrg.Body> bodies = List.of(
                body(
                        "1",
                        "Reset the small router",
                        "<p>To reset the small router hold the button for ten seconds.</p>"
                                + "<p>Unplug the power cable, wait a minute and plug it in.</p>"),
                body(
                        "2",
                        "Cables",
                        "<h2>What every cable is for, in all of its lengths</h2>"
                                + "<p>The yellow one carries data &amp; nothing else at all today.</p>"));

        assertThat(Phrases.choose(bodies, 2))
                .containsExactly(
                        new Question("Unplug the power cable, wait a minute and plug it in.", Set.of("1:en_US"), true),
                        new Question(
                                "The yellow one carries data & nothing else at all today.", Set.of("2:en_US"), true));
    }

    @Test
    void a_sentence_that_two_articles_share_asks_for_neither() {
        String shared = "<p>Ask our support when nothing of this has helped you.</p>";
        assertThat(Phrases.choose(List.of(body("1", "One", shared), body("2", "Two", shared)), 2))
                .isEmpty();
    }

    @Test
    void three_words_in_a_row_are_a_run_whatever_the_punctuation() {
        assertThat(Phrases.sharesRun("then reset: the Router again", "How to reset the router"))
                .isTrue();
        assertThat(Phrases.sharesRun("reset a router", "How to reset the router"))
                .isFalse();
    }

    private static SimulatedOrg.Body body(String id, String title, String html) {
        return new SimulatedOrg.Body(new SimulatedOrg.Article(id, "en_US", title), html);
    }
}
