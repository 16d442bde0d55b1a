package dev.allotrope.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.parse.Content;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final Chunker CHUNKER = new Chunker();

    private static List<Chunk> chunk(Content content, int size, int overlap) {
        return CHUNKER.chunk(content, "Name", "en_US", Samples.options(size, overlap));
    }

    private static List<String> texts(Content content, int size, int overlap) {
        return chunk(content, size, overlap).stream().map(Chunk::text).toList();
    }

    @Test
    void a_short_text_is_one_chunk() {
        Content content = Samples.html("<h2>Reset</h2><p>Open the app. Tap it.</p>");

        assertThat(chunk(content, 1_500, 20))
                .containsExactly(
                        new Chunk(0, 0, 31, "## Reset\n\nOpen the app. Tap it.", 10, List.of("Reset"), List.of()));
    }

    @Test
    void a_blank_text_has_no_chunks() {
        assertThat(chunk(Samples.html(""), 1_500, 20)).isEmpty();
        assertThat(chunk(new Content(" \n ", List.of(), List.of(), List.of()), 1_500, 20))
                .isEmpty();
    }

    @Test
    void cuts_at_headings_before_paragraphs_and_at_paragraphs_before_sentences() {
        Content content = Samples.html(
                "<p>One two three four five. Six seven eight nine.</p><h2>Next</h2><p>Ten eleven twelve. Thirteen.</p>");

        assertThat(texts(content, 18, 0))
                .containsExactly(
                        "One two three four five. Six seven eight nine.", "## Next\n\nTen eleven twelve. Thirteen.");
        assertThat(texts(content, 8, 0))
                .containsExactly(
                        "One two three four five.",
                        "Six seven eight nine.",
                        "## Next\n\nTen eleven twelve.",
                        "Thirteen.");
    }

    @Test
    void rows_and_code_lines_are_not_broken() {
        Content content = Samples.html(
                "<table><tr><th>Port</th><th>Use</th></tr>" + "<tr><td>443</td><td>secure web</td></tr>".repeat(6)
                        + "</table><pre>" + "int x = 1;\n".repeat(9) + "</pre>");

        assertThat(texts(content, 25, 0))
                .allSatisfy(text -> assertThat(text.lines())
                        .allMatch(line -> List.of(
                                        "| Port | Use |",
                                        "| --- | --- |",
                                        "| 443 | secure web |",
                                        "```",
                                        "int x = 1;",
                                        "")
                                .contains(line)));
    }

    @Test
    void repeats_the_end_of_the_chunk_before() {
        Content content = Samples.html("<p>" + "Alpha beta gamma delta. ".repeat(20) + "</p>");

        List<Chunk> chunks = chunk(content, 25, 5);

        assertThat(chunks).hasSizeGreaterThan(3);
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i - 1).text()).endsWith("Alpha beta gamma delta.");
            assertThat(chunks.get(i).text()).startsWith("Alpha beta gamma delta. Alpha");
            assertThat(chunks.get(i).start()).isEqualTo(chunks.get(i - 1).end() - 23);
        }
    }

    @Test
    void the_name_stands_in_front_and_counts() {
        ProcessingOptions named = new ProcessingOptions(20, 0, Depth.CHUNKS, "OPENAI", true, false);
        Content content = Samples.html("<p>" + "Alpha beta gamma delta. ".repeat(10) + "</p>");

        assertThat(CHUNKER.chunk(content, "Reset it", "en_US", named)).allSatisfy(chunk -> {
            assertThat(chunk.text()).startsWith("Reset it\n\nAlpha");
            assertThat(CHUNKER.tokens(chunk.text())).isEqualTo(chunk.tokens()).isLessThanOrEqualTo(20);
        });
        assertThat(CHUNKER.chunk(content, "Reset it " + "again ".repeat(50), "en_US", named))
                .allSatisfy(chunk -> assertThat(chunk.tokens()).isLessThanOrEqualTo(20));
    }

    @Test
    void the_heading_path_is_that_of_the_first_new_text() {
        Content content = Samples.html(
                "<h1>A</h1><p>One two three four five six.</p><h2>B</h2><p>One two three four five six.</p>"
                        + "<h2>C</h2><p>One two three four five six.</p><h1>D</h1><p>One two three four five six.</p>");

        assertThat(chunk(content, 14, 3))
                .extracting(Chunk::headings)
                .containsExactly(List.of("A"), List.of("A", "B"), List.of("A", "C"), List.of("D"));
    }

    @Test
    void what_looks_like_a_special_token_is_text() {
        Content content = Samples.html("<p>&lt;|endoftext|&gt; and &lt;|fim_prefix|&gt;</p>");

        assertThat(texts(content, 1_500, 20)).containsExactly("<|endoftext|> and <|fim_prefix|>");
    }

    @Test
    void japanese_is_cut_at_its_sentences() {
        Content content = Samples.html("<p>" + "設定を開きます。パスワードを入力してください。".repeat(9) + "</p>");

        assertThat(CHUNKER.chunk(content, "名前", "ja", Samples.options(40, 0)))
                .hasSizeGreaterThan(3)
                .allSatisfy(chunk -> assertThat(chunk.text()).endsWith("。"));
    }

    @Test
    void endless_words_are_cut_between_characters() {
        Content content = Samples.html("<p>" + "👩‍👩‍👧".repeat(3_000) + "x".repeat(20_000) + "</p>");

        List<Chunk> chunks = chunk(content, 50, 0);

        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.tokens()).isLessThanOrEqualTo(50);
            assertThat(Character.isLowSurrogate(chunk.text().charAt(0))).isFalse();
        });
    }

    @Test
    void chunks_cover_the_text_within_their_size() {
        long seed = Long.getLong("seed", 4_711L);
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            Content content = Samples.random(random);
            int size = 1 + (int) Math.pow(1_600, random.nextDouble());
            int overlap = random.nextBoolean() ? random.nextInt(size) : Math.min(20, size - 1);
            boolean named = random.nextInt(4) == 0;
            ProcessingOptions options = new ProcessingOptions(size, overlap, Depth.CHUNKS, "OPENAI", named, false);

            List<Chunk> chunks = CHUNKER.chunk(content, "Größe of it", "en_US", options);

            String claim = "seed %d, round %d, size %d, overlap %d".formatted(seed, round, size, overlap);
            covers(content.text(), chunks, claim);
            for (Chunk chunk : chunks) {
                String own = content.text().substring(chunk.start(), chunk.end());
                boolean character = own.codePointCount(0, own.length()) <= 16 && size < 40;
                assertThat(chunk.text()).as(claim).endsWith(own);
                assertThat(chunk.tokens()).as(claim).isEqualTo(CHUNKER.tokens(chunk.text()));
                assertThat(chunk.tokens() <= size || character)
                        .as("%s: %s", claim, chunk)
                        .isTrue();
            }
            for (int i = 1; i < chunks.size(); i++) {
                int start = chunks.get(i).start();
                int end = chunks.get(i - 1).end();
                if (start < end) {
                    assertThat(CHUNKER.tokens(content.text().substring(start, end)))
                            .as(claim)
                            .isLessThanOrEqualTo(overlap);
                }
            }
        }
    }

    private static void covers(String text, List<Chunk> chunks, String claim) {
        int end = 0;
        for (Chunk chunk : chunks) {
            assertThat(chunk.end()).as(claim).isGreaterThan(end);
            assertThat(text.substring(Math.min(end, chunk.start()), chunk.start()))
                    .as(claim)
                    .isBlank();
            end = chunk.end();
        }
        assertThat(text.substring(end)).as(claim).isBlank();
    }
}
