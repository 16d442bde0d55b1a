package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Chunks that went the whole way, read to be kept elsewhere.
class ChunksIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static @Nullable TestCustomer connected;
    private static long several;
    private static long one;
    private static long cut;

    @BeforeAll
    static void three_files_are_processed() {
        TestCustomer customer = TestCustomer.of(server);
        connected = customer;
        String lines = IntStream.rangeClosed(1, 6)
                .mapToObj("<p>Printer number %d stands in its own room.</p>"::formatted)
                .collect(Collectors.joining());
        String sentence =
                "A rather long sentence about printers, their trays, and the paper that people put into them. ";
        several = customer.sync(
                        "several:en_US", "<h2>Rooms</h2>" + lines, "\"chunk_size\": 12, \"chunk_overlap\": 0", "READY")
                .at("/id")
                .asLong();
        one = customer.sync("one:en_US", "<p>" + sentence.repeat(40) + "</p>", "", "READY")
                .at("/id")
                .asLong();
        cut = customer.sync("cut:en_US", lines, "\"file_sync_config\": {\"generate_chunks_only\": true}", "READY")
                .at("/id")
                .asLong();
    }

    @Test
    void the_chunks_of_a_file_come_in_the_order_of_its_text() {
        JsonNode answer = chunks("{\"filters\": {\"user_file_id\": \"%d\"}}".formatted(several));
        JsonNode first = answer.at("/results/0");

        assertThat(answer.at("/count").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(answer.at("/results").size()).isEqualTo(answer.at("/count").asInt());
        assertThat(indexes(answer)).isSorted().startsWith(0).doesNotHaveDuplicates();
        assertThat(first.propertyNames())
                .containsExactly("user_file_id", "chunk_index", "source_content", "embedding", "content_metadata");
        assertThat(first.at("/user_file_id").asLong()).isEqualTo(several);
        assertThat(first.at("/embedding").isNull()).isTrue();
        assertThat(first.at("/content_metadata/windows").asInt()).isEqualTo(1);
        assertThat(first.at("/content_metadata/headings").toString()).isEqualTo("[\"Rooms\"]");
        assertThat(answer.at("/results").toString()).contains("Printer number 6");
    }

    @ParameterizedTest
    @CsvSource({"chunk_index", "created_at", "updated_at"})
    void every_order_goes_both_ways_and_pages_cover_all_chunks_once(String order) {
        List<Integer> up = indexes(chunks(ordered(order, "asc", 100, 0)));
        List<Integer> down = indexes(chunks(ordered(order, "desc", 100, 0)));

        assertThat(up).isSorted();
        assertThat(down).isEqualTo(up.reversed());
        assertThat(IntStream.iterate(0, from -> from < up.size(), from -> from + 2)
                        .boxed()
                        .flatMap(from -> indexes(chunks(ordered(order, "asc", 2, from))).stream()))
                .containsExactlyElementsOf(up);
    }

    @Test
    void the_vector_of_a_chunk_has_length_one_however_many_windows_it_has() {
        JsonNode chunk = chunks("{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(one))
                .at("/results/0");
        double square = chunk.at("/embedding").values().stream()
                .mapToDouble(value -> value.asDouble() * value.asDouble())
                .sum();

        assertThat(chunk.at("/content_metadata/windows").asInt()).isGreaterThan(1);
        assertThat(chunk.at("/embedding").size()).isEqualTo(384);
        assertThat(square).isCloseTo(1, within(1e-3));
    }

    @Test
    void the_vector_of_a_chunk_of_one_window_is_the_one_that_search_answers() {
        JsonNode exported = chunks(
                        "{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(several))
                .at("/results/2");
        JsonNode found = customer()
                .ask("/embeddings", """
                {"query_vector": %s, "k": 1, "include_vectors": true, "file_ids": [%d]}""".formatted(exported.at("/embedding"), several))
                .json()
                .at("/documents/0");

        assertThat(found.at("/chunk_index")).isEqualTo(exported.at("/chunk_index"));
        assertThat(found.at("/content")).isEqualTo(exported.at("/source_content"));
        assertThat(found.at("/vector")).isEqualTo(exported.at("/embedding"));
        assertThat(found.at("/score").asDouble()).isCloseTo(1, within(1e-4));
    }

    @Test
    void chunks_that_were_not_embedded_have_no_vector() {
        JsonNode answer = chunks("{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(cut));

        assertThat(answer.at("/count").asInt()).isEqualTo(1);
        assertThat(answer.at("/results/0/embedding").isNull()).isTrue();
        assertThat(answer.at("/results/0/content_metadata/windows").asInt(-1)).isZero();
    }

    @Test
    void the_model_of_a_file_can_be_demanded() {
        String body = "{\"filters\": {\"user_file_id\": %d, \"embedding_model\": \"%s\"}}";

        assertThat(chunks(body.formatted(one, "OPENAI")).at("/count").asInt()).isEqualTo(1);
        assertThat(chunks(body.formatted(one, "SOLAR_1_MINI")).toString()).isEqualTo("{\"results\":[],\"count\":0}");
    }

    @Test
    void chunks_of_many_files_come_in_the_order_of_the_files() {
        String body =
                "{\"filters\": {}, \"order_by\": \"id\", \"order_dir\": \"%s\", \"pagination\": {\"limit\": 100}}";
        JsonNode up = list(body.formatted("asc"));
        JsonNode down = list(body.formatted("desc"));

        assertThat(files(up).distinct()).containsExactly(several, one, cut);
        assertThat(files(down).distinct()).containsExactly(cut, one, several);
        assertThat(indexes(up)).startsWith(0, 1, 2);
        assertThat(indexes(down)).startsWith(0, 0, 0, 1, 2);
        assertThat(up.at("/count").asInt()).isEqualTo(up.at("/results").size());
    }

    @Test
    void filters_of_files_decide_whose_chunks() {
        assertThat(files(list("{\"filters\": {\"ids\": [%d, 99999999999]}}".formatted(one))))
                .containsExactly(one);
        assertThat(files(
                                list(
                                        "{\"filters\": {\"embedding_generators\": [\"OPENAI\"]}, \"pagination\": {\"limit\": 100}}"))
                        .distinct())
                .containsExactlyInAnyOrder(several, one);
        assertThat(list("{\"filters\": {\"name\": \"nothing\"}}").at("/count").asInt())
                .isZero();
        assertThat(
                        list("{\"filters\": {\"tags_v2\": {\"OR\": [{\"key\": \"salesforce_language\", \"value\": \"de\"}]}}}")
                                .at("/count")
                                .asInt())
                .isZero();
    }

    @Test
    void a_list_can_start_after_a_file() {
        JsonNode rest = list(
                "{\"filters\": {}, \"order_by\": \"id\", \"pagination\": {\"starting_id\": %d}}".formatted(several));

        assertThat(files(rest)).containsExactly(one, cut);
        assertThat(rest.at("/count").asInt()).isGreaterThan(2);
    }

    @Test
    void vectors_of_many_files_are_of_their_own_chunks() {
        JsonNode all =
                list("{\"filters\": {\"ids\": [%d, %d]}, \"include_vectors\": true, \"pagination\": {\"limit\": 100}}"
                        .formatted(one, several));
        JsonNode alone = chunks("{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(one));

        assertThat(all.at("/results").values().stream()
                        .filter(chunk -> chunk.at("/user_file_id").asLong() == one)
                        .toList())
                .containsExactlyElementsOf(alone.at("/results").values());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/text_chunks | {} | filters | missing",
                "/text_chunks | {\"filters\": {}} | user_file_id | missing",
                "/text_chunks | {\"filters\": {\"user_file_id\": 1}, \"order_by\": \"name\"} | order_by | enum",
                "/text_chunks | {\"filters\": {\"user_file_id\": 1, \"embedding_model\": \"GPT\"}} | embedding_model | enum",
                "/text_chunks | {\"filters\": {\"user_file_id\": 1}, \"include_vectors\": null} | include_vectors | bool_parsing",
                "/list_chunks_and_embeddings | {} | filters | missing",
                "/list_chunks_and_embeddings | {\"filters\": {}, \"order_by\": \"chunk_index\"} | order_by | enum",
                "/list_chunks_and_embeddings | {\"filters\": {\"root_files_only\": true, \"parent_file_ids\": [1]}} | root_files_only"
                        + " | value_error"
            })
    void asking_wrongly_is_422_at_the_field(String path, String body, String field, String type) {
        CarbonServer.Reply reply = customer().ask(path, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString()).contains("\"" + field + "\"");
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @Test
    void another_customer_gets_no_chunks() {
        assertThat(server.ask("someone else", "/text_chunks", "{\"filters\": {\"user_file_id\": %d}}".formatted(one))
                        .status())
                .isEqualTo(404);
        assertThat(server.ask(
                                "someone else",
                                "/list_chunks_and_embeddings",
                                "{\"filters\": {\"ids\": [%d]}}".formatted(one))
                        .response()
                        .body())
                .isEqualTo("{\"results\":[],\"count\":0}");
    }

    private static TestCustomer customer() {
        return Objects.requireNonNull(connected);
    }

    private static JsonNode chunks(String body) {
        return asked("/text_chunks", body);
    }

    private static JsonNode list(String body) {
        return asked("/list_chunks_and_embeddings", body);
    }

    private static JsonNode asked(String path, String body) {
        CarbonServer.Reply reply = customer().ask(path, body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    private static String ordered(String order, String direction, int limit, int offset) {
        return """
                {"filters": {"user_file_id": %d}, "order_by": "%s", "order_dir": "%s",
                 "pagination": {"limit": %d, "offset": %d}}""".formatted(several, order, direction, limit, offset);
    }

    private static List<Integer> indexes(JsonNode answer) {
        return answer.at("/results").values().stream()
                .map(chunk -> chunk.at("/chunk_index").asInt())
                .toList();
    }

    private static Stream<Long> files(JsonNode answer) {
        return answer.at("/results").values().stream()
                .map(chunk -> chunk.at("/user_file_id").asLong());
    }
}
