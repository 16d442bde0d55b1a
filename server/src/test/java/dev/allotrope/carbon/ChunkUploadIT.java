package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.tenant.Scope;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/// Chunks and vectors that customers made themselves.
class ChunkUploadIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final String BODY = "<p>The printer stands in the cellar.</p>";

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void uploaded_chunks_are_what_is_searched_listed_and_told_of_the_file() {
        long id = textAlone("told:en_US");

        CarbonServer.Reply reply = upload("""
                {"embedding_model": "OPENAI", "chunks_and_embeddings": [{"file_id": "%d", "chunk_size": 50, "chunk_overlap": 0,
                 "chunks_and_embeddings": [{"chunk_number": 2, "chunk": "about ink", "embedding": [0, 3, 0, 0]},
                                           {"chunk_number": 1, "chunk": "about paper", "embedding": [2, 0, 0, 0]}]}]}""".formatted(id));
        JsonNode file = ready(id);
        JsonNode chunks = customer.ask(
                        "/text_chunks",
                        "{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(id))
                .json();

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(file.at("/embedding_properties").toString())
                .isEqualTo("{\"OPENAI\":{\"chunk_size\":50,\"chunk_overlap\":0,\"model\":\"uploaded\"}}");
        assertThat(file.at("/file_statistics/num_embeddings").asInt()).isEqualTo(2);
        assertThat(file.at("/chunk_size").asInt()).isEqualTo(50);
        assertThat(file.at("/skip_embedding_generation").asBoolean()).isTrue();
        assertThat(customer.get("/parsed_file/" + id).status()).isEqualTo(200);
        assertThat(chunks.at("/results/0/source_content").asString()).isEqualTo("about paper");
        assertThat(chunks.at("/results/0/chunk_index").asInt()).isEqualTo(1);
        assertThat(chunks.at("/results/0/embedding").toString()).isEqualTo("[1.0,0.0,0.0,0.0]");
        assertThat(chunks.at("/results/0/content_metadata/windows").asInt()).isEqualTo(1);
        assertThat(chunks.at("/count").asInt()).isEqualTo(2);
        assertThat(found("{\"query_vector\": [0, 1, 0, 0], \"k\": 1}")).containsExactly("about ink");
        assertThat(found("{\"query\": \"paper\", \"k\": 1}")).containsExactly("about paper");
        assertThat(found("{\"query\": \"cellar\", \"k\": 5}")).isEmpty();
    }

    @Test
    void vectors_that_were_taken_from_here_can_be_given_back_and_found_by_meaning() {
        long id = customer.sync("back:en_US", BODY, "", "READY").at("/id").asLong();
        JsonNode chunk = customer.ask(
                        "/text_chunks",
                        "{\"filters\": {\"user_file_id\": %d}, \"include_vectors\": true}".formatted(id))
                .json()
                .at("/results/0");

        upload("""
                {"embedding_model": "OPENAI", "overwrite_existing": true, "chunks_and_embeddings": [{"file_id": %d,
                 "chunks_and_embeddings": [{"chunk_number": null, "chunk": "quite another text", "embedding": %s}]}]}""".formatted(id, chunk.at("/embedding")));
        ready(id);
        CarbonServer.Reply reply = customer.ask("/embeddings", """
                {"query": "where do people print", "k": 3, "include_vectors": true}""");
        JsonNode first = reply.json().at("/documents/0");

        assertThat(reply.header("x-allotrope-legs")).isEqualTo("vector");
        assertThat(first.at("/content").asString()).isEqualTo("quite another text");
        assertThat(first.at("/vector")).isEqualTo(chunk.at("/embedding"));
        assertThat(first.at("/score").asDouble()).isBetween(0.3, 1.0);
        assertThat(reply.json().at("/documents").size()).isEqualTo(1);
    }

    @Test
    void chunks_alone_are_embedded_here() {
        long id = textAlone("alone:en_US");

        upload("""
                {"embedding_model": "OPENAI", "chunks_only": true, "chunks_and_embeddings": [{"file_id": %d,
                 "chunks_and_embeddings": [{"chunk_number": 0, "chunk": "Paper lies in the drawer.", "embedding": [1]},
                                           {"chunk_number": 1, "chunk": "Ink costs money."}]}]}""".formatted(id));
        JsonNode file = ready(id);

        assertThat(file.at("/embedding_properties/OPENAI/model").asString()).contains("bge");
        assertThat(file.at("/embedding_properties/OPENAI/chunk_size").isNull()).isTrue();
        assertThat(file.at("/chunk_size").isNull()).isTrue();
        assertThat(found("{\"query\": \"what is the price of printing\", \"k\": 1}"))
                .containsExactly("Ink costs money.");
    }

    @Test
    void a_query_vector_of_a_length_that_nobody_has_is_400() {
        long id = textAlone("length:en_US");
        upload(id, "OPENAI", 4);
        ready(id);

        assertThat(customer.ask("/embeddings", "{\"query_vector\": [1, 0, 0, 0], \"k\": 1}")
                        .status())
                .isEqualTo(200);
        CarbonServer.Reply reply = customer.ask("/embeddings", "{\"query_vector\": [1, 0, 0], \"k\": 1}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/detail").asString()).contains("length 3");
    }

    @Test
    void a_model_that_is_not_here_is_searched_by_its_vectors() {
        long id = textAlone("solar:en_US");
        upload(id, "SOLAR_1_MINI", 5);
        ready(id);

        assertThat(found("{\"query_vector\": [1, 1, 1, 1, 1], \"k\": 3, \"embedding_model\": \"SOLAR_1_MINI\"}"))
                .containsExactly("text");
        assertThat(customer.ask("/embeddings", "{\"query_vector\": [1, 1, 1, 1, 1], \"k\": 3}")
                        .status())
                .isEqualTo(400);
        assertThat(customer.ask("/embeddings", "{\"query\": \"text\", \"k\": 3, \"embedding_model\": \"SOLAR_1_MINI\"}")
                        .status())
                .isEqualTo(400);
        assertThat(only(customer.ask("/user_files_v2", "{\"filters\": {\"embedding_generators\": [\"SOLAR_1_MINI\"]}}"))
                        .at("/id")
                        .asLong())
                .isEqualTo(id);
        assertThat(customer.ask(
                                "/text_chunks",
                                "{\"filters\": {\"user_file_id\": %d, \"embedding_model\": \"OPENAI\"}}".formatted(id))
                        .json()
                        .at("/count")
                        .asInt())
                .isZero();
    }

    @Test
    void what_is_there_is_replaced_only_when_that_is_said() {
        long id = customer.sync("replaced:en_US", BODY, "", "READY").at("/id").asLong();
        String body = """
                {"embedding_model": "OPENAI", "overwrite_existing": %s, "chunks_and_embeddings": [{"file_id": %d,
                 "chunks_and_embeddings": [{"chunk_number": 0, "chunk": "mine", "embedding": [1, 0]}]}]}""";

        CarbonServer.Reply refused = upload(body.formatted(false, id));
        CarbonServer.Reply taken = upload(body.formatted(true, id));
        ready(id);
        CarbonServer.Reply again = upload(body.formatted(false, id));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().at("/detail/0/msg").asString()).contains("it has a chunk 0");
    }

    @Test
    void a_resync_leaves_them_and_a_new_text_takes_their_place() {
        long id = textAlone("stays:en_US");
        upload(id, "OPENAI", 3);
        ready(id);

        customer.ask("/resync_file", "{\"file_id\": %d}".formatted(id));
        assertThat(ready(id).at("/file_statistics/num_embeddings").asInt()).isEqualTo(1);

        JsonNode changed = customer.sync(
                "stays:en_US", "<p>Everything is new.</p>", "\"skip_embedding_generation\": true", "READY");
        assertThat(changed.at("/embedding_properties").size()).isZero();
        assertThat(changed.at("/file_statistics/num_embeddings").asInt(-1)).isZero();
        assertThat(changed.at("/chunk_size").asInt()).isEqualTo(1500);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void credentials_are_neither_kept_nor_logged(CapturedOutput output) {
        long id = textAlone("secret:en_US");
        String secret = "sk-" + UUID.randomUUID();
        String credentials = ", \"custom_credentials\": {\"OPENAI\": {\"api_key\": \"" + secret + "\"}}}";
        String body = body(id, "OPENAI", 2);

        CarbonServer.Reply taken = upload(body.substring(0, body.length() - 1) + credentials);
        CarbonServer.Reply refused = upload("{\"chunks_and_embeddings\": []" + credentials);
        ready(id);

        assertThat(taken.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.response().body()).doesNotContain(secret);
        assertThat(output.getAll()).doesNotContain(secret);
        assertThat(everything()).contains("secret:en_US").doesNotContain(secret);
    }

    /// Every row of every table.
    private static String everything() {
        return server.database()
                .transactions()
                .in(
                        Scope.SYSTEM,
                        () -> server
                                .database()
                                .jdbc()
                                .sql("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
                                .query(String.class)
                                .list()
                                .stream()
                                .flatMap(table -> server
                                        .database()
                                        .jdbc()
                                        .sql("SELECT t::text FROM " + table + " t")
                                        .query(String.class)
                                        .list()
                                        .stream())
                                .collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | [\"body\",\"embedding_model\"] | missing",
                "{'embedding_model': 'GPT', 'chunks_and_embeddings': []} | [\"body\",\"embedding_model\"] | enum",
                "<one {'chunk_number': 0, 'chunk': 'a'}> | <at 'embedding'> | missing",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': null}> | <at 'embedding'> | missing",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': []}> | <at 'embedding'> | missing",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': [0, 0]}> | <at 'embedding'> | value_error",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': [1, 'x']}> | <at 'embedding',1> | float_parsing",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': [1, 1e300]}> | <at 'embedding',1> | finite_number",
                "<one {'chunk_number': 0, 'chunk': 'a', 'embedding': 1}> | <at 'embedding'> | list_type",
                "<one {'chunk_number': 0, 'chunk': '', 'embedding': [1]}> | <at 'chunk'> | string_too_short",
                "<one {'chunk_number': 0, 'embedding': [1]}> | <at 'chunk'> | missing",
                "<one {'chunk_number': -1, 'chunk': 'a', 'embedding': [1]}> | <at 'chunk_number'> | greater_than_equal",
                "<one > | [\"body\",\"chunks_and_embeddings\",0,\"chunks_and_embeddings\"] | too_short",
                "{'embedding_model': 'OPENAI', 'chunks_and_embeddings': [{'chunks_and_embeddings': []}]}"
                        + " | [\"body\",\"chunks_and_embeddings\",0,\"file_id\"] | missing",
                "{'embedding_model': 'OPENAI', 'chunks_and_embeddings': [], 'custom_credentials': {'GOOGLE': {}}}"
                        + " | [\"body\",\"custom_credentials\"] | value_error",
                "{'embedding_model': 'OPENAI', 'chunks_and_embeddings': [], 'custom_credentials': {'OPENAI': 'key'}}"
                        + " | [\"body\",\"custom_credentials\",\"OPENAI\"] | value_error",
                "{'embedding_model': 'OPENAI', 'chunks_and_embeddings': [], 'custom_credentials': []}"
                        + " | [\"body\",\"custom_credentials\"] | dict_type"
            })
    void uploading_wrongly_is_422_at_the_field(String body, String loc, String type) {
        CarbonServer.Reply reply = upload(body.replaceFirst("<one (.*)>$", """
                        {'embedding_model': 'OPENAI', 'chunks_and_embeddings': [{'file_id': 1, 'chunks_and_embeddings': [$1]}]}""").replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString())
                .isEqualTo(
                        loc.replaceFirst("<at (.*)>", "['body','chunks_and_embeddings',0,'chunks_and_embeddings',0,$1]")
                                .replace('\'', '"'));
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @Test
    void numbers_files_and_lengths_have_to_agree() {
        String first = "{\"chunk_number\": 0, \"chunk\": \"a\", \"embedding\": [1, 0]}";
        String two =
                "{\"embedding_model\": \"OPENAI\", \"chunks_and_embeddings\": [{\"file_id\": 1, \"chunks_and_embeddings\": [%s, %s]}]}";
        String file = "{\"file_id\": 1, \"chunks_and_embeddings\": [" + first + "]}";

        assertThat(upload(two.formatted(first, first))
                        .json()
                        .at("/detail/0/loc/5")
                        .asString())
                .isEqualTo("chunk_number");
        assertThat(upload(two.formatted(first, "{\"chunk_number\": 1, \"chunk\": \"b\", \"embedding\": [1]}"))
                        .json()
                        .at("/detail/0/loc/5")
                        .asString())
                .isEqualTo("embedding");
        assertThat(upload("{\"embedding_model\": \"OPENAI\", \"chunks_and_embeddings\": [%s, %s]}"
                                .formatted(file, file))
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",\"chunks_and_embeddings\",1,\"file_id\"]");
    }

    @Test
    void there_are_limits_on_everything() {
        String tooLong = IntStream.range(0, 4_097).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
        String chunk = "{\"chunk_number\": null, \"chunk\": \"%s\", \"embedding\": %s}";
        String body =
                "{\"embedding_model\": \"OPENAI\", \"chunks_and_embeddings\": [{\"file_id\": 1, \"chunks_and_embeddings\": [%s]}]}";
        String many = String.join(",", Collections.nCopies(2_001, chunk.formatted("a", "[1]")));
        String file = "{\"file_id\": 1, \"chunks_and_embeddings\": [%s]}".formatted(chunk.formatted("a", "[1]"));
        String files = String.join(",", Collections.nCopies(101, file));

        assertThat(type(body.formatted(chunk.formatted("a", tooLong)))).isEqualTo("too_long");
        assertThat(type(body.formatted(chunk.formatted("a".repeat(100_001), "[1]"))))
                .isEqualTo("string_too_long");
        assertThat(type(body.formatted(many))).isEqualTo("too_long");
        assertThat(type("{\"embedding_model\": \"OPENAI\", \"chunks_and_embeddings\": [%s]}".formatted(files)))
                .isEqualTo("too_long");
    }

    @Test
    void a_file_that_is_not_the_customers_or_in_work_takes_nothing() {
        long theirs = textAlone("theirs:en_US");
        long busy = customer.file("busy:en_US", "Busy", "QUEUED");

        assertThat(server.ask("someone else", "/upload_chunks_and_embeddings", body(theirs, "OPENAI", 2))
                        .status())
                .isEqualTo(404);
        assertThat(upload(body(busy, "OPENAI", 2)).status()).isEqualTo(409);
        assertThat(upload(body(theirs, "OPENAI", 2).replace("\"OPENAI\"", "\"SOLAR_1_MINI\", \"chunks_only\": true"))
                        .status())
                .isEqualTo(400);
        assertThat(upload("{\"embedding_model\": \"OPENAI\", \"chunks_and_embeddings\": []}")
                        .status())
                .isEqualTo(200);
    }

    private String type(String body) {
        CarbonServer.Reply reply = upload(body);
        assertThat(reply.status()).isEqualTo(422);
        return reply.json().at("/detail/0/type").asString();
    }

    private void upload(long id, String model, int dimensions) {
        CarbonServer.Reply reply = upload(body(id, model, dimensions));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    private static String body(long id, String model, int dimensions) {
        String ones = IntStream.range(0, dimensions).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
        return """
                {"embedding_model": "%s", "chunks_and_embeddings": [{"file_id": %d,
                 "chunks_and_embeddings": [{"chunk_number": 0, "chunk": "text", "embedding": %s}]}]}""".formatted(model, id, ones);
    }

    private CarbonServer.Reply upload(String body) {
        return customer.ask("/upload_chunks_and_embeddings", body);
    }

    /// A file whose text is there and was not cut.
    private long textAlone(String externalId) {
        return customer.sync(externalId, BODY, "\"skip_embedding_generation\": true", "READY")
                .at("/id")
                .asLong();
    }

    private JsonNode ready(long id) {
        return customer.await("\"ids\": [" + id + "]", "READY");
    }

    private List<String> found(String body) {
        CarbonServer.Reply reply = customer.ask("/embeddings", body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().at("/documents").values().stream()
                .map(document -> document.at("/content").asString())
                .toList();
    }
}
