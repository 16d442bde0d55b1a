package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderIT extends EmbedderContract {
    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(OnnxArtifact.BGE_SMALL_EN, 2, System::nanoTime);

    @Override
    protected Embedder embedder() {
        return EMBEDDER;
    }

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Test
    void its_id_is_the_same_everywhere() {
        assertThat(EMBEDDER.id()).hasToString("bge-small-en-v1.5-q@54fe6e8ffed936c1");
    }

    @Test
    void vectors_of_versions_that_knew_no_subjects_stay_searchable() {
        EmbedderId first = new EmbedderId("bge-small-en-v1.5-q", "faa3ed3383f99128");

        assertThat(EMBEDDER.formerIds()).containsExactly(first);
        assertThat(new ConfiguredEmbedders(EMBEDDER, Map.of()).byId(first)).containsSame(EMBEDDER);
    }

    @Test
    void its_vectors_are_those_of_the_published_model() {
        List<Embedding> pair = EMBEDDER.embed(
                List.of("How do I reset my password?", "I forgot my password and want to set a new one."),
                Purpose.PASSAGE);

        assertThat(pair.get(0).dot(pair.get(1))).isCloseTo(0.8, within(0.1));
    }

    @Test
    void queries_carry_their_prefix() {
        Embedding query =
                EMBEDDER.embed(List.of("reset password"), Purpose.QUERY).getFirst();

        assertThat(EMBEDDER.embed(
                                List.of("Represent this sentence for searching relevant passages: reset password"),
                                Purpose.PASSAGE)
                        .getFirst())
                .isEqualTo(query);
        assertThat(EMBEDDER.embed(List.of("reset password"), Purpose.PASSAGE).getFirst())
                .isNotEqualTo(query);
    }

    @Test
    void a_word_that_the_model_puts_together_from_pieces_may_be_misread() {
        assertThat(List.of("password", "laptop", "Certificate")).noneMatch(EMBEDDER::misreads);
        assertThat(List.of("pasword", "certifcate", "wallbox")).allMatch(EMBEDDER::misreads);
    }

    @Test
    void texts_are_cut_at_512_tokens() {
        String within = "word ".repeat(509);

        Embedding longest =
                EMBEDDER.embed(List.of(within + "end"), Purpose.PASSAGE).getFirst();

        assertThat(EMBEDDER.embed(List.of(within + "end bananas"), Purpose.PASSAGE)
                        .getFirst())
                .isEqualTo(longest);
        assertThat(EMBEDDER.embed(List.of(within + "bananas"), Purpose.PASSAGE).getFirst())
                .isNotEqualTo(longest);
    }

    @Test
    void a_model_that_does_not_load_says_so_each_time() {
        OnnxArtifact broken = new OnnxArtifact(
                "broken",
                new ModelFiles.OnClassPath("bge-small-en-v1.5-q-tokenizer.json", "bge-small-en-v1.5-q.onnx"),
                Pooling.CLS,
                8,
                8,
                8,
                0,
                Prefixes.NONE,
                Languages.ALL);

        try (OnnxEmbedder embedder = new OnnxEmbedder(broken, 1, System::nanoTime)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> embedder.embed(List.of("text"), Purpose.PASSAGE))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.EMBEDDER_UNAVAILABLE))
                        .hasMessageStartingWith("could not load the embedding model broken: ");
            }
        }
    }

    @Test
    void a_folder_that_may_not_execute_is_named() {
        Throwable cause = new UnsatisfiedLinkError("libonnxruntime.so: failed to map segment from shared object");

        assertThat(StartFailure.of("m", new IllegalStateException("start", cause)))
                .hasMessageContaining("noexec")
                .hasMessageContaining(System.getProperty("java.io.tmpdir"));
    }
}
