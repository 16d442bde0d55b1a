package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import dev.allotrope.embed.http.TestProvider;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/// Models of providers, from the request of a sync to the answer of a search.
@ExtendWith(OutputCaptureExtension.class)
class RemoteModelsIT {
    private static final TestProvider PROVIDER = new TestProvider();

    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of(
            "ALLOTROPE_OPENAI_URL",
            PROVIDER.url("/v1").toString(),
            "ALLOTROPE_OPENAI_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_COHERE_URL",
            PROVIDER.url("").toString(),
            "ALLOTROPE_COHERE_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_EMBEDDER_URL",
            PROVIDER.url("/v1").toString(),
            "ALLOTROPE_EMBEDDER_API_KEY",
            TestProvider.KEY,
            "ALLOTROPE_EMBEDDER_MODEL",
            "mine",
            "ALLOTROPE_EMBEDDER_DIMENSIONS",
            "64",
            "ALLOTROPE_EMBEDDER_SLUGS",
            "SOLAR_1_MINI"));

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static long connection;

    @BeforeAll
    static void a_document_of_each_of_three_models_is_searchable() {
        PublishedDocuments published = server.bean(PublishedDocuments.class);
        published.publish("vpn:en_US", "Connect from home", "<p>Install the tunnel client to reach the office.</p>");
        published.publish("cake:en_US", "Canteen", "<p>On Fridays there is chocolate cake.</p>");
        published.publish("bike:en_US", "Bicycles", "<p>Bicycles are kept in the cellar.</p>");
        published.publish("late:en_US", "Parking", "<p>Cars are parked behind the house.</p>");
        Tenant tenant =
                server.bean(Customers.class).named(new OrganizationId(1), "ann").tenant();
        connection = TestConnections.connection(server.database(), tenant);
        sync("vpn:en_US", "OPENAI");
        sync("cake:en_US", "COHERE_MULTILINGUAL_V3");
        sync("bike:en_US", "SOLAR_1_MINI");
        awaitReady(3);
    }

    @AfterAll
    static void close() {
        PROVIDER.close();
    }

    @Test
    void a_file_is_found_under_the_model_it_was_embedded_with() {
        assertThat(find("{\"query\": \"tunnel\", \"k\": 5, \"include_vectors\": true}"))
                .satisfiesExactly(hit -> {
                    assertThat(hit.at("/source").asString()).isEqualTo("Connect from home");
                    assertThat(hit.at("/vector").size()).isEqualTo(1_536);
                });
        assertThat(find("""
                {"query": "cake", "k": 5, "embedding_model": "COHERE_MULTILINGUAL_V3", "include_vectors": true}""")).satisfiesExactly(hit -> {
            assertThat(hit.at("/source").asString()).isEqualTo("Canteen");
            assertThat(hit.at("/vector").size()).isEqualTo(1_024);
        });
        assertThat(find("""
                {"query": "bicycle", "k": 5, "embedding_model": "SOLAR_1_MINI", "include_vectors": true}""")).satisfiesExactly(hit -> {
            assertThat(hit.at("/source").asString()).isEqualTo("Bicycles");
            assertThat(hit.at("/vector").size()).isEqualTo(64);
        });
    }

    @Test
    void a_model_without_a_key_says_what_to_set() {
        Reply reply = search("{\"query\": \"cake\", \"k\": 1, \"embedding_model\": \"AZURE_ADA_SMALL_512\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/detail").asString()).contains("set ALLOTROPE_AZURE_OPENAI_URL");
    }

    @Test
    void what_it_cost_is_on_the_account_of_the_organization() {
        find("{\"query\": \"tunnel\", \"k\": 1}");

        JsonNode usage = server.get("/embeddings/usage", "authorization", "Bearer " + CarbonServer.API_KEY)
                .json();

        // One entry for each day: two when the class ran over midnight.
        List<JsonNode> ada = usage.at("/results")
                .valueStream()
                .filter(entry -> entry.at("/model").asString().equals("text-embedding-ada-002-1536"))
                .toList();
        assertThat(ada.stream().mapToLong(entry -> entry.at("/tokens").asLong()).sum())
                .isGreaterThanOrEqualTo(14);
        assertThat(ada)
                .isNotEmpty()
                .allMatch(entry ->
                        entry.at("/requests").asLong() == entry.at("/tokens").asLong() / 7)
                .allMatch(entry -> entry.at("/date").asString().matches("\\d{4}-\\d\\d-\\d\\d"));
    }

    @Test
    void a_reranker_orders_or_leaves_the_order_alone_and_says_which(CapturedOutput output) {
        String body = """
                {"query": "tunnel", "k": 1, "rerank": {"model": "COHERE_RERANK_MULTILINGUAL_V3"}}""";

        Reply applied = search(body);
        failNext("/v2/rerank", 500, Map.of());
        failNext("/v2/rerank", 500, Map.of());
        Reply failed = search(body);
        Reply byVector = search("""
                {"query_vector": [1], "k": 1, "rerank": {"model": "COHERE_RERANK_MULTILINGUAL_V3"}}""");

        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.header("x-allotrope-rerank")).isEqualTo("applied");
        assertThat(applied.json().at("/documents/0/rank").asInt()).isEqualTo(1);
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.header("x-allotrope-rerank")).isEqualTo("unavailable");
        assertThat(failed.json().at("/documents/0/source").asString()).isEqualTo("Connect from home");
        assertThat(byVector.status()).isEqualTo(422);
        assertThat(output).doesNotContain(TestProvider.KEY);
    }

    @Test
    void a_search_while_the_provider_is_away_goes_on_with_words_or_says_when_to_come_back(CapturedOutput output) {
        failNext("/v1/embeddings", 503, Map.of());
        failNext("/v1/embeddings", 503, Map.of());
        Reply hybrid = search("{\"query\": \"tunnel\", \"k\": 1, \"hybrid_search\": true}");
        failNext("/v1/embeddings", 401, Map.of());
        Reply nearest = search("{\"query\": \"tunnel\", \"k\": 1}");

        assertThat(hybrid.header("x-allotrope-legs")).isEqualTo("lexical;away=text-embedding-ada-002-1536");
        assertThat(hybrid.json().at("/documents/0/source").asString()).isEqualTo("Connect from home");
        assertThat(nearest.status()).isEqualTo(503);
        assertThat(nearest.header("retry-after")).isNotEmpty();
        assertThat(nearest.response().body()).doesNotContain(TestProvider.KEY);
        assertThat(output).doesNotContain(TestProvider.KEY);
    }

    @Test
    void a_file_waits_for_a_provider_that_limits_however_often(CapturedOutput output) {
        // More often than what fails is tried, and for longer than a call waits.
        for (int i = 0; i < 4; i++) {
            failNext("/v2/embed", 429, Map.of("retry-after-ms", i == 0 ? "5500" : "50"));
        }
        sync("late:en_US", "COHERE_MULTILINGUAL_V3");

        awaitReady(4);
        assertThat(find("{\"query\": \"cars\", \"k\": 1, \"embedding_model\": \"COHERE_MULTILINGUAL_V3\"}"))
                .extracting(hit -> hit.at("/source").asString())
                .containsExactly("Parking");
        assertThat(output).doesNotContain(TestProvider.KEY);
    }

    private static void sync(String id, String model) {
        assertThat(server.ask("ann", "/integrations/files/sync", """
                {"data_source_id": %d, "ids": ["%s"], "embedding_model": "%s"}""".formatted(connection, id, model))
                        .status())
                .isEqualTo(200);
        awaitIdle();
    }

    private static void awaitIdle() {
        await(() -> server.ask("ann", "/user_data_sources", "{}")
                .json()
                .at("/results/0/sync_status")
                .asString()
                .equals("READY"));
    }

    private static void awaitReady(int files) {
        await(() -> server.ask("ann", "/user_files_v2", "{\"filters\": {\"sync_statuses\": [\"READY\"]}}")
                        .json()
                        .at("/count")
                        .asInt()
                == files);
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now())
                    .as(() ->
                            server.ask("ann", "/user_files_v2", "{}").response().body())
                    .isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static Reply search(String body) {
        return server.ask("ann", "/embeddings", body);
    }

    private static void failNext(String path, int status, Map<String, String> headers) {
        PROVIDER.nextOn(path, new TestProvider.Fault.Status(status, headers, "no " + TestProvider.KEY));
    }

    private static List<JsonNode> find(String body) {
        Reply reply = search(body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().at("/documents").values().stream().toList();
    }
}
