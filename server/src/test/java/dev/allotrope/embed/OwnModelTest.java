package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.http.TestProvider;
import dev.allotrope.embed.remote.RemoteModels;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OwnModelTest {
    private final TestProvider provider = new TestProvider();
    private final Map<String, String> set = new HashMap<>(Map.of(
            "ALLOTROPE_EMBEDDER_URL",
            provider.url("/v1/").toString(),
            "ALLOTROPE_EMBEDDER_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_EMBEDDER_MODEL",
            "mine",
            "ALLOTROPE_EMBEDDER_DIMENSIONS",
            "64"));
    private final RemoteModels remote = RemoteModels.of(new EmbedSettings(name -> null));

    @AfterEach
    void close() {
        remote.close();
        provider.close();
    }

    @Test
    void without_settings_there_is_none() {
        set.clear();

        assertThat(own()).isEmpty();
    }

    @Test
    void a_server_that_speaks_as_openai_does_is_enough() {
        OwnModel own = own().orElseThrow();

        assertThat(own.embedder()
                        .embed(List.of("Hello"), Purpose.QUERY)
                        .getFirst()
                        .values())
                .hasSize(64);
        assertThat(own.embedder().id().model()).isEqualTo("mine-64");
        assertThat(own.slugs()).containsExactly("OPENAI");
        assertThat(own.embedder().knows("en_US")).isTrue();
        assertThat(own.embedder().knows("de")).isFalse();
        assertThat(own.embedder().windowTokens()).isEqualTo(384);
    }

    @Test
    void prefixes_languages_lengths_and_names_can_be_set() {
        set.put("ALLOTROPE_EMBEDDER_QUERY_PREFIX", "query: ");
        set.put("ALLOTROPE_EMBEDDER_PASSAGE_PREFIX", "passage: ");
        set.put("ALLOTROPE_EMBEDDER_LANGUAGES", "en, pt-BR");
        set.put("ALLOTROPE_EMBEDDER_MAX_TOKENS", "8192");
        set.put("ALLOTROPE_EMBEDDER_WINDOW_TOKENS", "300");
        set.put("ALLOTROPE_EMBEDDER_SLUGS", "SOLAR_1_MINI, COHERE_MULTILINGUAL_V3");

        OwnModel own = own().orElseThrow();
        own.embedder().embed(List.of("Hello"), Purpose.QUERY);
        own.embedder().embed(List.of("Hello"), Purpose.PASSAGE);

        assertThat(provider.requests())
                .extracting(request -> request.body().path("input").toString())
                .containsExactly("[\"query: Hello\"]", "[\"passage: Hello\"]");
        assertThat(List.of("en_GB", "pt_BR")).allMatch(own.embedder()::knows);
        assertThat(List.of("pt", "pt_PT")).noneMatch(own.embedder()::knows);
        assertThat(own.embedder().windowTokens()).isEqualTo(300);
        assertThat(own.slugs()).containsExactlyInAnyOrder("SOLAR_1_MINI", "COHERE_MULTILINGUAL_V3");
    }

    @Test
    void what_changes_vectors_changes_the_id() {
        EmbedderId plain = own().orElseThrow().embedder().id();

        set.put("ALLOTROPE_EMBEDDER_PASSAGE_PREFIX", "passage: ");
        assertThat(own().orElseThrow().embedder().id()).isNotEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOTROPE_EMBEDDER_MODEL, ''",
        "ALLOTROPE_EMBEDDER_DIMENSIONS, ''",
        "ALLOTROPE_EMBEDDER_DIMENSIONS, 0",
        "ALLOTROPE_EMBEDDER_DIMENSIONS, 4097",
        "ALLOTROPE_EMBEDDER_DIMENSIONS, many",
        "ALLOTROPE_EMBEDDER_MAX_TOKENS, -1",
        "ALLOTROPE_EMBEDDER_WINDOW_TOKENS, 1000001",
        "ALLOTROPE_EMBEDDER_LANGUAGES, en;de",
        "ALLOTROPE_EMBEDDER_LANGUAGES, 'en,'",
        "ALLOTROPE_EMBEDDER_LANGUAGES, German",
        "ALLOTROPE_EMBEDDER_SLUGS, open ai",
        "ALLOTROPE_EMBEDDER_SLUGS, ','",
        "ALLOTROPE_EMBEDDER_SLUGS, 'OPENAI, OPEN_AI'",
        "ALLOTROPE_EMBEDDER_URL, localhost:11434"
    })
    void settings_that_cannot_be_are_refused_by_name(String name, String value) {
        set.put(name, value);

        assertThatThrownBy(this::own)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageStartingWith("could not start: " + name);
    }

    @Test
    void a_name_that_no_client_sends_is_refused_with_those_that_they_send() {
        set.put("ALLOTROPE_EMBEDDER_SLUGS", "COHERE_MULTILINGUAL_V4");

        assertThatThrownBy(this::own)
                .hasMessageStartingWith("could not start: ALLOTROPE_EMBEDDER_SLUGS must be names that clients send")
                .hasMessageContaining("COHERE_MULTILINGUAL_V3")
                .hasMessageContaining("AZURE_ADA_LARGE_3072");
    }

    @Test
    void names_without_a_model_to_stand_for_are_refused() {
        set.remove("ALLOTROPE_EMBEDDER_URL");
        assertThat(own()).isEmpty();
        set.put("ALLOTROPE_EMBEDDER_SLUGS", "SOLAR_1_MINI");

        assertThatThrownBy(this::own)
                .hasMessageStartingWith("could not start: ALLOTROPE_EMBEDDER_SLUGS must be left out")
                .hasMessageContaining("ALLOTROPE_EMBEDDER_URL");
    }

    @Test
    void a_model_with_vectors_of_another_length_is_refused_at_the_start() {
        set.put("ALLOTROPE_EMBEDDER_DIMENSIONS", "63");

        assertThatThrownBy(() -> own().orElseThrow().verify())
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "could not start: could not embed with mine of the embedding server: its vectors have length 64"
                                + " and not the 63 that are configured");
    }

    @Test
    void a_server_that_is_away_is_no_reason_not_to_start() {
        provider.close();

        assertThatCode(() -> own().orElseThrow().verify()).doesNotThrowAnyException();
    }

    @Test
    void the_operators_model_goes_before_a_providers_and_what_is_built_in_stays() {
        Embedder builtIn = HashingEmbedder.of(8);
        Embedder mine = HashingEmbedder.of(16);
        Embedders embedders = new ConfiguredEmbedders(builtIn, Map.of("OPENAI", mine));

        assertThat(embedders.forModel("OPENAI")).containsSame(mine);
        assertThat(embedders.forModel("COHERE_MULTILINGUAL_V3")).isEmpty();
        assertThat(embedders.byId(builtIn.id())).containsSame(builtIn);
        assertThat(embedders.byId(mine.id())).containsSame(mine);
        assertThat(embedders.byId(new EmbedderId("gone", "0"))).isEmpty();
        assertThat(embedders.notConfigured("search", "COHERE_MULTILINGUAL_V3"))
                .hasMessage(
                        "could not search: the embedding model COHERE_MULTILINGUAL_V3 is not configured on this server;"
                                + " leave embedding_model out to use the default one, or set ALLOTROPE_COHERE_API_KEY");
    }

    private Optional<OwnModel> own() {
        return OwnModel.of(new EmbedSettings(set::get), remote);
    }
}
