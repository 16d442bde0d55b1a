package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.embed.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Embedder] promises.
public abstract class EmbedderContract {
    protected abstract Embedder embedder();

    /// Whether the model knows every language, rather than English only.
    protected boolean multilingual() {
        return false;
    }

    private Embedding passage(String text) {
        return embedder().embed(List.of(text), Purpose.PASSAGE).getFirst();
    }

    private Embedding query(String text) {
        return embedder().embed(List.of(text), Purpose.QUERY).getFirst();
    }

    @Test
    void vectors_have_the_dimensions_and_length_one() {
        for (String text : List.of("Reset the router.", "", " ", "日本語", "👩‍👩‍👧", "\uD800", "[SEP] <|endoftext|>")) {
            Embedding embedding = passage(text);

            assertThat(embedding.values()).hasSize(embedder().dimensions());
            assertThat(embedding.dot(embedding)).as(text).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void answers_come_in_the_order_of_the_texts() {
        List<String> texts =
                IntStream.range(0, 20).mapToObj(i -> "Text about topic " + i).toList();

        List<Embedding> embeddings = embedder().embed(texts, Purpose.PASSAGE);

        assertThat(embeddings).isEqualTo(texts.stream().map(this::passage).toList());
        assertThat(embedder().embed(List.of(), Purpose.PASSAGE)).isEmpty();
    }

    @Test
    void related_texts_are_nearer_than_unrelated_ones() {
        Embedding question = query("How do I reset my password?");

        double paraphrase =
                question.dot(passage("Reset a forgotten password: how you choose a new password for my account."));
        double unrelated = question.dot(passage("Invoices are sent on the first working day of each month."));

        assertThat(paraphrase).isGreaterThan(unrelated + 0.1);
    }

    @Test
    void long_texts_are_cut() {
        String longText = "The gateway restarts when the button is held. ".repeat(3_000);

        assertThat(passage(longText)).isEqualTo(passage(longText + "Something entirely different about bananas."));
    }

    @Test
    void many_threads_get_the_same_vectors_as_one() throws Exception {
        List<String> texts = IntStream.range(0, 6)
                .mapToObj(i -> "Window " + i + " tells how to set up " + "a thing ".repeat(i))
                .toList();
        List<Embedding> expected = embedder().embed(texts, Purpose.PASSAGE);
        List<Embedding> asked = embedder().embed(texts, Purpose.QUERY);

        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<List<Embedding>>> passages = new ArrayList<>();
            List<Future<List<Embedding>>> queries = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                passages.add(threads.submit(() -> embedder().embed(texts, Purpose.PASSAGE)));
                queries.add(threads.submit(() -> embedder().embed(texts, Purpose.QUERY)));
            }

            for (int i = 0; i < 6; i++) {
                assertThat(passages.get(i).get()).isEqualTo(expected);
                assertThat(queries.get(i).get()).isEqualTo(asked);
            }
        }
    }

    @Test
    void tokens_grow_with_the_text() {
        assertThat(embedder().tokens("")).isZero();
        assertThat(embedder().tokens("one two three")).isEqualTo(3);
        assertThat(embedder().windowTokens()).isPositive();
    }

    @Test
    void knows_its_languages() {
        List<String> foreign = List.of("de", "ja", "zh_CN", "", "enx");

        assertThat(List.of("en", "en_US", "en-GB")).allMatch(embedder()::knows);
        assertThat(foreign.stream().filter(embedder()::knows).toList()).isEqualTo(multilingual() ? foreign : List.of());
    }

    @Test
    void the_id_survives_its_text_form() {
        assertThat(EmbedderId.parse(embedder().id().toString()))
                .isEqualTo(embedder().id());
    }
}
