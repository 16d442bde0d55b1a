package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.remote.RemoteModels;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model in files of the operator's: those of the built-in one, copied into a folder.
class OwnModelFilesIT {
    private static final List<String> TEXTS = List.of("How do I reset my password?", "Invoices come on Mondays.");

    @TempDir
    static Path folder;

    private final Map<String, String> set = new HashMap<>(Map.of(
            "ALLOTROPE_EMBEDDER_MODEL_FILE",
            folder.resolve("mine.onnx").toString(),
            "ALLOTROPE_EMBEDDER_TOKENIZER_FILE",
            folder.resolve("tokenizer.json").toString(),
            "ALLOTROPE_EMBEDDER_POOLING",
            "cls",
            "ALLOTROPE_EMBEDDER_DIMENSIONS",
            "384"));

    @BeforeAll
    static void copy() throws IOException {
        copy("bge-small-en-v1.5-q.onnx", "mine.onnx");
        copy("bge-small-en-v1.5-q-tokenizer.json", "tokenizer.json");
    }

    private static void copy(String resource, String name) throws IOException {
        try (InputStream in = OwnModelFilesIT.class.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in), folder.resolve(name));
        }
    }

    @Test
    void the_vectors_are_those_of_the_model() throws Exception {
        set.put("ALLOTROPE_EMBEDDER_QUERY_PREFIX", "Represent this sentence for searching relevant passages: ");

        try (OwnModel own = own().orElseThrow();
                OnnxEmbedder builtIn = new OnnxEmbedder(OnnxArtifact.BGE_SMALL_EN, 1, System::nanoTime)) {
            own.verify();

            for (Purpose purpose : Purpose.values()) {
                assertThat(own.embedder().embed(TEXTS, purpose)).isEqualTo(builtIn.embed(TEXTS, purpose));
            }
            assertThat(own.embedder().id().model()).isEqualTo("mine");
            assertThat(own.embedder().subjectShare()).isZero();
            assertThat(own.embedder().id().hash())
                    .isEqualTo(builtIn.formerIds().getFirst().hash());
            assertThat(own.embedder().windowTokens()).isEqualTo(256);
            assertThat(own.slugs()).containsExactly("OPENAI");
        }
    }

    @Test
    void pooling_prefixes_and_languages_are_the_operators() throws Exception {
        set.put("ALLOTROPE_EMBEDDER_POOLING", "mean");
        set.put("ALLOTROPE_EMBEDDER_PASSAGE_PREFIX", "passage: ");
        set.put("ALLOTROPE_EMBEDDER_LANGUAGES", "all");
        set.put("ALLOTROPE_EMBEDDER_MODEL", "e5");

        try (OwnModel own = own().orElseThrow();
                OnnxEmbedder builtIn = new OnnxEmbedder(OnnxArtifact.BGE_SMALL_EN, 1, System::nanoTime)) {
            Embedding passage = own.embedder().embed(TEXTS, Purpose.PASSAGE).getFirst();

            assertThat(passage)
                    .isEqualTo(own.embedder()
                            .embed(List.of("passage: " + TEXTS.getFirst()), Purpose.QUERY)
                            .getFirst());
            assertThat(passage)
                    .isNotEqualTo(builtIn.embed(List.of("passage: " + TEXTS.getFirst()), Purpose.PASSAGE)
                            .getFirst());
            assertThat(own.embedder().knows("ja")).isTrue();
            assertThat(own.embedder().id().model()).isEqualTo("e5");
            assertThat(own.embedder().id().hash()).isNotEqualTo(builtIn.id().hash());
        }
    }

    @Test
    void a_model_with_vectors_of_another_length_is_refused_at_the_start() throws Exception {
        set.put("ALLOTROPE_EMBEDDER_DIMENSIONS", "768");

        try (OwnModel own = own().orElseThrow()) {
            assertThatThrownBy(own::verify)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                    .hasMessage(
                            "could not start: could not embed with mine: its vectors have length 384 and not the 768 that"
                                    + " are configured");
        }
    }

    @Test
    void a_model_that_does_not_load_is_refused_at_the_start() throws Exception {
        Path broken = folder.resolve("broken.onnx");
        Files.writeString(broken, "no model");
        set.put("ALLOTROPE_EMBEDDER_MODEL_FILE", broken.toString());

        try (OwnModel own = own().orElseThrow()) {
            assertThatThrownBy(own::verify)
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("could not start: could not load the embedding model broken: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOTROPE_EMBEDDER_TOKENIZER_FILE, ''",
        "ALLOTROPE_EMBEDDER_TOKENIZER_FILE, nowhere.json",
        "ALLOTROPE_EMBEDDER_MODEL_FILE, nowhere.onnx",
        "ALLOTROPE_EMBEDDER_POOLING, ''",
        "ALLOTROPE_EMBEDDER_POOLING, average",
        "ALLOTROPE_EMBEDDER_DIMENSIONS, ''",
        "ALLOTROPE_EMBEDDER_URL, http://localhost/v1"
    })
    void settings_that_cannot_be_are_refused_by_name(String name, String value) {
        set.put(name, value);

        assertThatThrownBy(this::own)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageStartingWith("could not start: " + name);
    }

    @Test
    void pooling_takes_the_first_the_last_or_the_mean_of_the_tokens() {
        FloatBuffer states = FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 9});

        assertThat(Pooling.CLS.pool(states, 3, 2)).containsExactly(1, 2);
        assertThat(Pooling.LAST.pool(states, 3, 2)).containsExactly(5, 9);
        assertThat(Pooling.MEAN.pool(states, 3, 2)).containsExactly(3, 5);
    }

    private Optional<OwnModel> own() {
        EmbedSettings settings = new EmbedSettings(set::get);
        try (RemoteModels remote = RemoteModels.of(settings)) {
            return OwnModel.of(settings, remote);
        }
    }
}
