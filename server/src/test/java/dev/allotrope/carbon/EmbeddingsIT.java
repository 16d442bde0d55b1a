package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Search over documents that went the whole way, with the real model.
class EmbeddingsIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @BeforeAll
    static void documents_are_searchable() {
        PublishedDocuments published = server.bean(PublishedDocuments.class);
        published.publish(
                "vpn:en_US",
                "Connect from home",
                "<h2>VPN</h2><p>Install the tunnel client to reach the office network.</p>");
        published.publish("cake:en_US", "Canteen", "<p>On Fridays there is chocolate cake for dessert.</p>");
        published.publish("rechnung:de", "Konto", "<p>Ihre Rechnungen sind bezahlt.</p>", "de");

        sync("ann", "\"vpn:en_US\", \"cake:en_US\"");
        sync("dora", "\"rechnung:de\"");

        awaitReady("ann", 2);
        awaitReady("dora", 1);
    }

    private static void sync(String customer, String ids) {
        Tenant tenant = server.bean(Customers.class)
                .named(new OrganizationId(1), customer)
                .tenant();
        long connection = TestConnections.connection(server.database(), tenant);
        server.ask(customer, "/integrations/files/sync", """
                {"data_source_id": %d, "ids": [%s], "tags": {"team": ["it", "all"]}}""".formatted(connection, ids));
    }

    private static void awaitReady(String customer, int files) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (ready(customer) < files) {
            assertThat(Instant.now())
                    .as(server.ask(customer, "/user_files_v2", "{}").response().body())
                    .isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static int ready(String customer) {
        return server.ask(customer, "/user_files_v2", "{\"filters\": {\"sync_statuses\": [\"READY\"]}}")
                .json()
                .at("/count")
                .asInt();
    }

    @Test
    void without_fusion_the_score_is_the_cosine_and_there_is_no_rank() {
        CarbonServer.Reply reply = server.ask("ann", "/embeddings", """
                {"query": "how do I work remotely", "k": 2, "include_vectors": true, "include_tags": true,
                 "include_raw_file": true, "include_file_level_metadata": true}""");
        JsonNode first = reply.json().at("/documents/0");

        assertThat(reply.header("x-allotrope-legs")).isEqualTo("vector");
        assertThat(first.at("/source").asString()).isEqualTo("Connect from home");
        assertThat(first.at("/source_url").asString()).isEqualTo("https://acme.lightning.force.com/vpn:en_US");
        assertThat(first.at("/source_type").asString()).isEqualTo("SALESFORCE");
        assertThat(first.at("/content").asString()).contains("tunnel client");
        assertThat(first.at("/rank").isNull()).isTrue();
        assertThat(first.at("/score").asDouble()).isBetween(0.3, 1.0);
        assertThat(first.at("/vector").size()).isEqualTo(384);
        assertThat(first.at("/chunk_index").asInt()).isZero();
        assertThat(first.at("/tags/team").toString()).isEqualTo("[\"it\",\"all\"]");
        assertThat(first.at("/content_metadata/external_file_id").asString()).isEqualTo("vpn:en_US");
        assertThat(first.at("/content_metadata/windows").asInt()).isEqualTo(1);
        assertThat(server.get(first.at("/presigned_url").asString().substring("http://localhost:8000".length()))
                        .status())
                .isEqualTo(200);
        assertThat(reply.json().at("/documents").size()).isEqualTo(2);
    }

    @Test
    void what_was_not_asked_for_is_null() {
        JsonNode first = server.ask("ann", "/embeddings", "{\"query\": \"cake\", \"k\": 1}")
                .json()
                .at("/documents/0");

        assertThat(first.at("/vector").isNull()).isTrue();
        assertThat(first.at("/tags").isNull()).isTrue();
        assertThat(first.at("/presigned_url").isNull()).isTrue();
        assertThat(first.at("/parent_file_id").isNull()).isTrue();
    }

    @Test
    void with_fusion_ranks_count_from_one() {
        CarbonServer.Reply reply =
                server.ask("ann", "/embeddings", "{\"query\": \"chocolate\", \"k\": 2, \"hybrid_search\": true}");

        assertThat(reply.header("x-allotrope-legs")).isEqualTo("vector,lexical");
        assertThat(reply.json().at("/documents/0/source").asString()).isEqualTo("Canteen");
        assertThat(reply.json().at("/documents/0/rank").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/documents/1/rank").asInt()).isEqualTo(2);
    }

    @Test
    void a_weight_of_one_asks_exactly_one_leg() {
        String body = """
                {"query": "chocolate", "k": 2, "hybrid_search": true,
                 "hybrid_search_tuning_parameters": {"weight_a": %d, "weight_b": %d}}""";

        assertThat(server.ask("ann", "/embeddings", body.formatted(1, 0)).header("x-allotrope-legs"))
                .isEqualTo("vector");
        assertThat(server.ask("ann", "/embeddings", body.formatted(0, 1)).header("x-allotrope-legs"))
                .isEqualTo("lexical");
    }

    @Test
    void a_vector_that_was_answered_finds_its_chunk() {
        JsonNode vector = server.ask("ann", "/embeddings", "{\"query\": \"cake\", \"k\": 1, \"include_vectors\": true}")
                .json()
                .at("/documents/0/vector");

        JsonNode found = server.ask(
                        "ann", "/embeddings", "{\"query_vector\": %s, \"query\": \"\", \"k\": 1}".formatted(vector))
                .json()
                .at("/documents/0");

        assertThat(found.at("/source").asString()).isEqualTo("Canteen");
        assertThat(found.at("/score").asDouble()).isCloseTo(1, within(0.001));
    }

    @Test
    void filters_decide_what_may_be_found() {
        assertThat(found("\"tags_v2\": {\"OR\": [{\"key\": \"team\", \"value\": \"it\"}]}"))
                .isEqualTo(2);
        assertThat(found("\"tags_v2\": {\"OR\": [{\"key\": \"team\", \"value\": \"it\", \"negate\": true}]}"))
                .isZero();
        assertThat(found("\"tags\": {\"salesforce_language\": \"en_US\"}")).isEqualTo(2);
        assertThat(found("\"tags\": {\"salesforce_language\": \"de\"}")).isZero();
        assertThat(found("\"file_ids\": []")).isZero();
        assertThat(found("\"file_ids\": [99999999999]")).isZero();
        assertThat(found("\"media_type\": \"IMAGE\"")).isZero();
        assertThat(found("\"embedding_model\": \"OPENAI\"")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tags_v2': {'AND': [{'key': 'team', 'value': ['nobody', 'all']}]}                                 | 2",
                "'tags_v2': {'AND': [{'key': 'team', 'value': 'it'}, {'key': 'team', 'value': 'nobody'}]}          | 0",
                "'tags_v2': {'OR': [{'key': 'team', 'value': 'it'}, {'key': 'team', 'value': 'nobody'}]}           | 2",
                "'tags_v2': {'AND': [{'OR': [{'AND': [{'key': 'team', 'value': 'it'}]}]}]}                         | 2",
                "'tags_v2': {'AND': [{'OR': [{'AND': [{'key': 'team', 'value': 'it', 'negate': 'true'}]}]}]}       | 0",
                "'tags_v2': {'AND': [{'key': 'missing', 'value': 1, 'negate': true}]}                              | 2",
                "'tags_v2': {'AND': [{'key': 'team', 'value': []}]}                                                | 0",
                "'tags_v2': {'OR': []}                                                                             | 0",
                "'tags_v2': {'AND': []}                                                                            | 2",
                "'tags_v2': {}                                                                                     | 2",
                "'tags': {'team': 'nobody'}, 'tags_v2': {'AND': [{'key': 'team', 'value': 'it'}]}                  | 2",
                "'tags': {'team': ['nobody', 'it'], 'salesforce_language': 'en_US'}                                | 2",
                "'tags': {'team': 'it', 'salesforce_language': 'de'}                                               | 0",
                "'tags': {}                                                                                        | 2",
                "'parent_file_ids': [1]                                                                            | 0",
                "'parent_file_ids': [1], 'include_all_children': true                                              | 0",
                "'include_all_children': true                                                                      | 2",
                "'exclude_cold_storage_files': true                                                                | 2",
                "'file_types_at_source': ['ARTICLE', 'TICKET']                                                     | 2",
                "'file_types_at_source': ['CONVERSATION']                                                          | 0",
                "'media_type': 'VIDEO'                                                                             | 0",
                "'media_type': 'IMAGE', 'embedding_model': 'VERTEX_MULTIMODAL'                                     | 0",
                "'high_accuracy': true                                                                             | 2",
                "'high_accuracy': true, 'tags_v2': {'AND': [{'key': 'team', 'value': 'nobody'}]}                   | 0",
                "'hybrid_search': true, 'high_accuracy': true                                                      | 2",
                "'hybrid_search': true, 'tags_v2': {'AND': [{'key': 'team', 'value': 'nobody'}]}                   | 0"
            })
    void every_filter_keeps_what_it_says(String filter, int count) {
        CarbonServer.Reply reply = server.ask(
                "ann", "/embeddings", "{\"query\": \"cake\", \"k\": 1000, " + filter.replace('\'', '"') + "}");

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/documents").size()).isEqualTo(count);
    }

    @Test
    void an_exact_search_answers_what_the_graph_does() {
        String body = "{\"query\": \"remote work\", \"k\": 2, \"high_accuracy\": %s}";

        assertThat(server.ask("ann", "/embeddings", body.formatted(true)).json())
                .isEqualTo(
                        server.ask("ann", "/embeddings", body.formatted(false)).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'hybrid_search': true", ", 'tags': {'team': 'it'}"})
    void high_accuracy_has_every_vector_compared(String options) {
        String body = "{\"query\": \"remote work\", \"k\": 2%s%s}";
        String asked = options.replace('\'', '"');

        server.ask("ann", "/embeddings", body.formatted(asked, ", \"high_accuracy\": true"));
        assertThat(lastAccuracy("ann")).contains(Accuracy.EXACT);
        server.ask("ann", "/embeddings", body.formatted(asked, ", \"high_accuracy\": false"));
        assertThat(lastAccuracy("ann")).contains(Accuracy.APPROXIMATE);
        server.ask("ann", "/embeddings", body.formatted(asked, ", \"high_accuracy\": true"));
        server.ask("ann", "/embeddings", body.formatted(asked, ""));
        assertThat(lastAccuracy("ann")).contains(Accuracy.APPROXIMATE);
    }

    private static Optional<Accuracy> lastAccuracy(String customer) {
        return server.bean(WatchedIndex.class)
                .last(server.bean(Customers.class)
                        .named(new OrganizationId(1), customer)
                        .tenant());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.501, 200", "0.4991, 0.5, 200", "0.5, 0.5011, 422", "0.4989, 0.5, 422", "1.1, -0.1, 422"})
    void weights_add_up_to_one_give_or_take_a_thousandth(double semantic, double keyword, int status) {
        assertThat(server.ask("ann", "/embeddings", """
                        {"query": "cake", "k": 1, "hybrid_search": true,
                         "hybrid_search_tuning_parameters": {"weight_a": %s, "weight_b": %s}}""".formatted(semantic, keyword))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'AND': [{'OR': [{'AND': [{'OR': []}]}]}]} | value_error",
                "{'AND': [], 'OR': []}                      | value_error",
                "{'key': 'team', 'value': 'it'}             | value_error",
                "{'AND': {'key': 'team', 'value': 'it'}}    | list_type",
                "{'AND': [{'key': 'team'}]}                 | missing",
                "{'AND': [{'key': 1, 'value': 'it'}]}       | string_type",
                "{'AND': [{'key': 'team', 'value': {}}]}    | tag_type",
                "{'AND': [{'key': 'team', 'value': 'it', 'negate': 'perhaps'}]} | bool_parsing"
            })
    void a_tree_of_tags_that_is_none_is_422_at_its_place(String tree, String type) {
        CarbonServer.Reply reply = server.ask(
                "ann", "/embeddings", "{\"query\": \"cake\", \"k\": 1, \"tags_v2\": " + tree.replace('\'', '"') + "}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo("tags_v2");
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_language_that_the_model_does_not_know_is_searched_by_its_words_and_the_header_tells(boolean hybrid) {
        CarbonServer.Reply reply = server.ask("dora", "/embeddings", """
                {"query": "offene Rechnung", "k": 5, "include_vectors": true, "hybrid_search": %s}""".formatted(hybrid));

        assertThat(reply.header("x-allotrope-legs")).isEqualTo("lexical");
        assertThat(reply.json().at("/documents/0/source").asString()).isEqualTo("Konto");
        assertThat(reply.json().at("/documents/0/vector").isNull()).isTrue();
    }

    @Test
    void another_customer_finds_nothing() {
        assertThat(server.ask("bob", "/embeddings", "{\"query\": \"cake\", \"k\": 5}")
                        .json()
                        .at("/documents")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"k\": 1} | query | missing",
                "{\"k\": 1, \"query\": \"\"} | query | string_too_short",
                "{\"k\": 0, \"query\": \"x\"} | k | greater_than_equal",
                "{\"query\": \"x\"} | k | missing",
                "{\"k\": 1, \"query\": \"x\", \"query_vector\": [1]} | query_vector | value_error",
                "{\"k\": 1, \"query\": \"x\", \"media_type\": \"SMELL\"} | media_type | enum",
                "{\"k\": 1, \"query\": \"x\", \"hybrid_search\": true, \"hybrid_search_tuning_parameters\":"
                        + " {\"weight_a\": 0.5, \"weight_b\": 0.6}} | hybrid_search_tuning_parameters | value_error",
                "{\"k\": 1, \"query\": \"x\", \"hybrid_search_tuning_parameters\": {\"weight_a\": 2, \"weight_b\": -1}}"
                        + " | hybrid_search_tuning_parameters | value_error",
                "{\"k\": 1, \"query\": \"x\", \"tags_v2\": {\"NOT\": []}} | tags_v2 | value_error"
            })
    void searching_wrongly_is_422_at_the_field(String body, String field, String type) {
        CarbonServer.Reply reply = server.ask("nobody yet", "/embeddings", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"k\": \"3\", \"query\": \"x\"}",
                "{\"k\": 10000000000, \"query\": \"x\", \"hybrid_search\": null, \"tags\": null, \"media_type\": null}",
                "{\"k\": 3, \"query\": \"x\", \"media_type\": \"IMAGE\"}",
                "{\"k\": 3, \"query\": \"x\", \"hybrid_search\": true, \"hybrid_search_tuning_parameters\":"
                        + " {\"weight_a\": 0.4995, \"weight_b\": 0.5}}",
                "{\"k\": 3, \"query\": \"x\", \"file_types_at_source\": [\"TICKET\"]}",
                "{\"k\": 3, \"query\": \"x\", \"file_ids\": []}"
            })
    void searching_where_nothing_is_finds_nothing(String body) {
        CarbonServer.Reply reply = server.ask("nobody yet", "/embeddings", body);

        assertThat(reply.response().body()).isEqualTo("{\"documents\":[]}");
        assertThat(reply.header("x-allotrope-legs")).isNotEmpty();
    }

    private static int found(String filter) {
        return server.ask("ann", "/embeddings", "{\"query\": \"cake\", \"k\": 5, " + filter + "}")
                .json()
                .at("/documents")
                .size();
    }
}
