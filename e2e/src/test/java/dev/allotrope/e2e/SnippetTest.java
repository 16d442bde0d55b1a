package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTest {
    @Test
    void a_short_passage_is_whole_and_on_one_line() {
        assertThat(Snippet.of(" Hold the button\n\nfor  ten seconds. ", "button"))
                .isEqualTo("Hold the button for ten seconds.");
    }

    @Test
    void a_part_begins_and_ends_with_whole_words() {
        String passage = "Being securely connected matters. ".repeat(5) + "Reset the router now. "
                + "Everything else remains exactly as configured. ".repeat(5);

        String snippet = Snippet.of(passage, "Reset the router");

        assertThat(snippet)
                .startsWith("…")
                .endsWith("…")
                .contains("Reset the router now.")
                .hasSizeLessThan(163);
        String inside = snippet.substring(1, snippet.length() - 1);
        assertThat(" " + passage).contains(" " + inside + " ");
    }

    @Test
    void a_passage_without_spaces_is_cut_between_characters() {
        String passage = "𠮷野家の説明".repeat(60);

        for (int shift = 0; shift < 4; shift++) {
            String snippet = Snippet.of("x".repeat(shift) + passage + "再起動" + passage, "再起動");

            assertThat(snippet).contains("再起動").hasSizeBetween(155, 163);
            assertThat(snippet.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF))
                    .isEmpty();
        }
    }

    @Test
    void a_passage_without_the_words_begins_at_its_start() {
        assertThat(Snippet.of("word ".repeat(100), "nothing of this"))
                .startsWith("word word")
                .endsWith("word…");
    }
}
