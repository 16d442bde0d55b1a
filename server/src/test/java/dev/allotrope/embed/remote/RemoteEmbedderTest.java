package dev.allotrope.embed.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.embed.EmbedSettings;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.EmbedderContract;
import dev.allotrope.embed.http.TestProvider;
import dev.allotrope.embed.http.TestProvider.Fault;
import dev.allotrope.embed.http.TestProvider.Request;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every provider's dialect, against a server that speaks it.
@Timeout(120)
class RemoteEmbedderTest extends EmbedderContract {
    private final TestProvider provider = new TestProvider();
    private RemoteModels models = models(Map.of());

    @BeforeEach
    void connect() {
        models = models(Map.of(
                "ALLOTROPE_OPENAI_URL",
                provider.url("/v1").toString(),
                "ALLOTROPE_OPENAI_API_KEY",
                TestProvider.KEY,
                "ALLOTROPE_AZURE_OPENAI_URL",
                provider.url("/").toString(),
                "ALLOTROPE_AZURE_OPENAI_API_KEY",
                TestProvider.KEY,
                "ALLOTROPE_COHERE_URL",
                provider.url("").toString(),
                "ALLOTROPE_COHERE_API_KEY",
                TestProvider.KEY));
    }

    @AfterEach
    void close() {
        models.close();
        provider.close();
    }

    @Override
    protected Embedder embedder() {
        return model("OPENAI_ADA_SMALL_512");
    }

    @Override
    protected boolean multilingual() {
        return true;
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, text-embedding-ada-002-1536, 1536, /v1/embeddings",
        "OPENAI_ADA_SMALL_512, text-embedding-3-small-512, 512, /v1/embeddings",
        "OPENAI_ADA_SMALL_1536, text-embedding-3-small-1536, 1536, /v1/embeddings",
        "OPENAI_ADA_LARGE_256, text-embedding-3-large-256, 256, /v1/embeddings",
        "OPENAI_ADA_LARGE_1024, text-embedding-3-large-1024, 1024, /v1/embeddings",
        "OPENAI_ADA_LARGE_3072, text-embedding-3-large-3072, 3072, /v1/embeddings",
        "AZURE_OPENAI, text-embedding-ada-002-1536, 1536,"
                + " /openai/deployments/text-embedding-ada-002/embeddings?api-version=2024-10-21",
        "AZURE_ADA_SMALL_512, text-embedding-3-small-512, 512,"
                + " /openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21",
        "AZURE_ADA_LARGE_3072, text-embedding-3-large-3072, 3072,"
                + " /openai/deployments/text-embedding-3-large/embeddings?api-version=2024-10-21",
        "COHERE_MULTILINGUAL_V3, embed-multilingual-v3.0-1024, 1024, /v2/embed"
    })
    void each_of_carbons_names_is_the_model_that_it_was(String slug, String id, int dimensions, String path) {
        Embedder embedder = model(slug);

        assertThat(embedder.embed(List.of("Hello"), Purpose.PASSAGE).getFirst().values())
                .hasSize(dimensions);
        assertThat(embedder.dimensions()).isEqualTo(dimensions);
        assertThat(embedder.id().model()).isEqualTo(id);
        assertThat(provider.requests()).extracting(Request::path).containsExactly(path);
    }

    @Test
    void the_same_model_of_two_providers_has_the_same_vectors() {
        assertThat(model("AZURE_ADA_SMALL_512").id())
                .isEqualTo(model("OPENAI_ADA_SMALL_512").id());
        assertThat(model("OPENAI_ADA_SMALL_1536").id())
                .isNotEqualTo(model("OPENAI_ADA_SMALL_512").id());
    }

    @Test
    void deployments_may_have_names_of_their_own() {
        try (RemoteModels named = models(Map.of(
                "ALLOTROPE_AZURE_OPENAI_URL",
                provider.url("").toString(),
                "ALLOTROPE_AZURE_OPENAI_API_KEY",
                TestProvider.KEY,
                "ALLOTROPE_AZURE_OPENAI_API_VERSION",
                "2025-01-01-preview",
                "ALLOTROPE_AZURE_OPENAI_DEPLOYMENTS",
                "text-embedding-3-small = our small one"))) {
            named.bySlug().get("AZURE_ADA_SMALL_512").embed(List.of("Hello"), Purpose.PASSAGE);

            assertThat(provider.requests().getFirst().path())
                    .isEqualTo("/openai/deployments/our+small+one/embeddings?api-version=2025-01-01-preview");
            assertThat(named.bySlug()).containsOnlyKeys("AZURE_ADA_SMALL_512", "AZURE_ADA_SMALL_1536");
        }
    }

    @Test
    void cohere_is_told_queries_from_passages() {
        model("COHERE_MULTILINGUAL_V3").embed(List.of("Hello"), Purpose.QUERY);
        model("COHERE_MULTILINGUAL_V3").embed(List.of("Hello"), Purpose.PASSAGE);

        assertThat(provider.requests())
                .extracting(request -> request.body().path("input_type").asString())
                .containsExactly("search_query", "search_document");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, 128, 3", "COHERE_MULTILINGUAL_V3, 96, 4"})
    void many_texts_go_in_requests_that_the_provider_takes(String slug, int most, int requests) {
        List<String> texts = IntStream.range(0, 300).mapToObj(i -> "text " + i).toList();

        assertThat(model(slug).embed(texts, Purpose.PASSAGE)).hasSize(300);
        assertThat(provider.requests())
                .hasSize(requests)
                .allSatisfy(request -> assertThat(texts(request).size()).isLessThanOrEqualTo(most));
    }

    @Test
    void requests_have_an_end_in_tokens_too() {
        assertThat(Batches.of(List.of("a", "bb", "ccc", "d", "eeeeee"), new Batches.Limit(3, 4), String::length))
                .containsExactly(List.of("a", "bb"), List.of("ccc", "d"), List.of("eeeeee"));
        assertThat(Batches.of(List.of("a", "b", "c"), new Batches.Limit(2, 9), String::length))
                .containsExactly(List.of("a", "b"), List.of("c"));
        assertThat(Batches.of(List.of(), new Batches.Limit(2, 9), String::length))
                .isEmpty();
    }

    @Test
    void what_it_costs_is_told_for_each_call_that_was_answered() {
        List<Long> spent = new ArrayList<>();
        List<String> texts = IntStream.range(0, 200).mapToObj(i -> "text " + i).toList();

        model("OPENAI").metered(spent::add).embed(texts, Purpose.PASSAGE);
        model("COHERE_MULTILINGUAL_V3").metered(spent::add).embed(List.of("Hello"), Purpose.QUERY);
        provider.nextStatus(401, Map.of());
        assertFails(
                ErrorCode.EMBEDDER_UNAVAILABLE,
                () -> model("OPENAI").metered(spent::add).embed(texts, Purpose.QUERY));

        assertThat(spent).containsExactly(128 * 7L, 72 * 7L, 3L);
    }

    @Test
    void a_limited_rate_says_when_to_come_back() {
        provider.nextStatus(429, Map.of("retry-after", "40"));

        assertThatThrownBy(() -> embedder().embed(List.of("Hello"), Purpose.PASSAGE))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.EMBEDDER_RATE_LIMITED);
                    assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofSeconds(40)));
                })
                .hasMessage(
                        "could not embed with text-embedding-3-small of OpenAI: it limits the rate of requests; it may"
                                + " be asked again in 40 s");
    }

    @Test
    void a_wrong_key_is_no_reason_to_ask_again_and_is_told_to_nobody() {
        provider.nextStatus(401, Map.of());

        assertThatThrownBy(() -> embedder().embed(List.of("a text of a document"), Purpose.PASSAGE))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.EMBEDDER_UNAVAILABLE);
                    assertThat(failure.retry()).isEqualTo(Retry.NEVER);
                    assertThat(failure.getCause()).isNull();
                })
                .hasMessageContaining("check ALLOTROPE_OPENAI_API_KEY")
                .hasMessageNotContaining(TestProvider.KEY)
                .hasMessageNotContaining("document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_ADA_SMALL_512", "COHERE_MULTILINGUAL_V3"})
    void vectors_of_another_length_are_refused(String slug) {
        provider.next(new Fault.Short());

        assertThatThrownBy(() -> model(slug).embed(List.of("Hello"), Purpose.PASSAGE))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("its vectors have length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_ADA_SMALL_512", "COHERE_MULTILINGUAL_V3"})
    void answers_that_are_not_whole_are_refused(String slug) {
        provider.next(new Fault.Missing());

        assertFails(ErrorCode.EMBEDDER_UNAVAILABLE, () -> model(slug).embed(List.of("a", "b"), Purpose.PASSAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"data\": {}}",
                "{\"data\": [{\"embedding\": \"AAAA\"}]}",
                "{\"data\": [{\"embedding\": [1, null]}]}",
                "{\"data\": [{\"index\": 7, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": -1, \"embedding\": [1]}]}"
            })
    void answers_of_another_shape_are_refused(String body) {
        provider.next(new Fault.Status(200, Map.of(), body));

        assertFails(ErrorCode.EMBEDDER_UNAVAILABLE, () -> embedder().embed(List.of("a"), Purpose.PASSAGE));
    }

    @Test
    void a_vector_without_direction_is_refused() {
        String zeros = "0,".repeat(511) + "0";
        provider.next(new Fault.Status(200, Map.of(), "{\"data\": [{\"index\": 0, \"embedding\": [" + zeros + "]}]}"));

        assertFails(ErrorCode.EMBEDDER_UNAVAILABLE, () -> embedder().embed(List.of("a"), Purpose.PASSAGE));
    }

    @Test
    void nothing_is_there_without_keys_and_each_name_says_what_to_set() {
        try (RemoteModels none = models(Map.of("ALLOTROPE_OPENAI_URL", "https://proxy.example/v1"))) {
            assertThat(none.bySlug()).isEmpty();
        }
        assertThat(RemoteModels.advice("OPENAI_ADA_LARGE_256")).isEqualTo("set ALLOTROPE_OPENAI_API_KEY");
        assertThat(RemoteModels.advice("AZURE_OPENAI")).contains("ALLOTROPE_AZURE_OPENAI_URL");
        assertThat(RemoteModels.advice("COHERE_MULTILINGUAL_V3")).contains("ALLOTROPE_COHERE_API_KEY");
        assertThat(RemoteModels.advice("SOLAR_1_MINI")).contains("ALLOTROPE_EMBEDDER_SLUGS");
    }

    @Test
    void settings_that_cannot_be_are_refused() {
        assertFails(ErrorCode.NOT_CONFIGURED, () -> models(Map.of("ALLOTROPE_AZURE_OPENAI_API_KEY", TestProvider.KEY)));
        Map<String, String> azure = new HashMap<>(Map.of(
                "ALLOTROPE_AZURE_OPENAI_API_KEY", TestProvider.KEY, "ALLOTROPE_AZURE_OPENAI_URL", "https://a.example"));
        azure.put("ALLOTROPE_AZURE_OPENAI_DEPLOYMENTS", "small");
        assertFails(ErrorCode.NOT_CONFIGURED, () -> models(azure));
    }

    private Embedder model(String slug) {
        return models.bySlug().get(slug);
    }

    private static List<String> texts(Request request) {
        return request.body().path(request.path().startsWith("/v2") ? "texts" : "input").values().stream()
                .map(text -> text.asString())
                .toList();
    }

    private static RemoteModels models(Map<String, String> settings) {
        return RemoteModels.of(new EmbedSettings(settings::get));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
