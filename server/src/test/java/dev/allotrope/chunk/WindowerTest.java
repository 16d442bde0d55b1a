package dev.allotrope.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.parse.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowerTest {
    private static final Chunker CHUNKER = new Chunker();

    private static int words(String text) {
        return (int) Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .count();
    }

    private static List<String> windows(Content content, int maxTokens) {
        List<Chunk> chunks = CHUNKER.chunk(content, "Title", "en_US", Samples.options(1_500, 20));
        return new Windower(maxTokens, WindowerTest::words)
                .window(chunks, content, "Title", "en_US").stream()
                        .flatMap(chunk -> chunk.windows().stream())
                        .map(Window::text)
                        .toList();
    }

    @Test
    void title_and_headings_stand_in_front() {
        Content content =
                Samples.html("<h1>Guide</h1><h2>Reset</h2><p>" + "Hold the small button now. ".repeat(6) + "</p>");

        assertThat(windows(content, 24))
                .containsExactly(
                        "Title\nGuide\n\nReset\n\n"
                                + "Hold the small button now. ".repeat(3).strip(),
                        "Title › Guide › Reset\n"
                                + "Hold the small button now. ".repeat(3).strip());
    }

    @Test
    void a_short_sentence_is_repeated_in_the_next_window() {
        Content content = Samples.html("<p>" + "One two three four five six. ".repeat(3) + "Then go. "
                + "Ten nine eight seven. ".repeat(3) + "</p>");

        assertThat(windows(content, 24))
                .containsExactly(
                        "Title\nOne two three four five six. One two three four five six. One two three four five six. Then go.",
                        "Title\nThen go. Ten nine eight seven. Ten nine eight seven. Ten nine eight seven.");
    }

    @Test
    void marks_without_words_are_left_out() {
        Content content = Samples.html(
                "<h2>Ports</h2><table><tr><th>Port</th><th>Use</th></tr><tr><td>80</td><td>web</td></tr></table>"
                        + "<pre>a = 1\n  b = 2</pre>");

        assertThat(windows(content, 100)).containsExactly("Title\nPorts\n\nPort | Use\n80 | web\na = 1\n  b = 2");
    }

    @Test
    void long_titles_leave_room() {
        List<Chunk> chunks = CHUNKER.chunk(Samples.html("<p>Body text.</p>"), "t", "en_US", Samples.options(100, 0));

        List<Window> windows = new Windower(40, WindowerTest::words)
                .window(chunks, Samples.html("<p>Body text.</p>"), "such a long title ".repeat(9), "en_US")
                .getFirst()
                .windows();

        assertThat(windows)
                .containsExactly(new Window(
                        0,
                        "such a long title such a long title such\nBody text.",
                        "such a long title such a long title such"));
    }

    @Test
    void a_section_that_has_something_to_say_is_a_window_of_its_own() {
        Content content = Samples.html("<h2>Reset</h2><p>Hold the small button until it blinks.</p>"
                + "<h2>Pair</h2><p>Press both buttons at once.</p><h2>Ask</h2><p>Us.</p><h2>Or</h2><p>Them.</p>");

        assertThat(windows(content, 48))
                .containsExactly(
                        "Title\nReset\n\nHold the small button until it blinks.",
                        "Title › Reset\nPair\n\nPress both buttons at once.",
                        "Title › Pair\nAsk\n\nUs.\n\nOr\n\nThem.");
    }

    @Test
    void the_subject_of_a_window_is_its_title_and_headings_its_own_included() {
        Content content = Samples.html("<h1>Guide</h1><p>Some words that stand before everything else here.</p>"
                + "<h2>Reset</h2><p>" + "Hold the small button until it blinks. ".repeat(8) + "</p>");
        List<Chunk> chunks = CHUNKER.chunk(content, "Title", "en_US", Samples.options(1_500, 20));

        assertThat(new Windower(48, WindowerTest::words)
                        .window(chunks, content, "Title", "en_US")
                        .getFirst()
                        .windows())
                .extracting(Window::subject)
                .containsExactly("Title › Guide", "Title › Guide › Reset", "Title › Guide › Reset");
    }

    @Test
    void windows_stay_within_their_tokens_and_hold_every_word() {
        long seed = Long.getLong("seed", 815L);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Content content = Samples.random(random);
            int most = 60 + random.nextInt(300);
            List<Chunk> chunks = CHUNKER.chunk(content, "T", "en_US", Samples.options(20 + random.nextInt(1_500), 10));

            List<Chunk> windowed =
                    new Windower(most, CHUNKER::tokens).window(chunks, content, "A title of it", "en_US");

            for (Chunk chunk : windowed) {
                String claim = "seed %d, round %d, most %d".formatted(seed, round, most);
                String all = String.join(
                        " ", chunk.windows().stream().map(Window::text).toList());
                assertThat(chunk.windows()).as(claim).allSatisfy(window -> {
                    // Byte pair tokens of parts do not add up exactly; those of word pieces do.
                    assertThat(CHUNKER.tokens(window.text())).isLessThanOrEqualTo(most + 8);
                    assertThat(window.text()).isNotBlank();
                });
                Arrays.stream(chunk.text().split("\\s+"))
                        .filter(word -> word.matches("[\\p{L}\\p{N}.]{1,10}"))
                        .forEach(word -> assertThat(all).as(claim).contains(word));
            }
        }
    }
}
