package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Consent;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What callers may ask of syncing, from the request to the file, by each way there is: the OAuth link or tokens, then
/// the sync link, and a choice of items.
@ParameterizedClass
@EnumSource(SyncOptionsIT.Way.class)
class SyncOptionsIT {
    private static final SalesforceSimulator ORG = SalesforceSimulator.start();
    private static final String CALLBACK = "http://localhost:8000/integrations/salesforce";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of(
            "ALLOTROPE_SALESFORCE_ENDPOINT", ORG.url(),
            "ALLOTROPE_SALESFORCE_CLIENT_ID", SalesforceSimulator.CLIENT_ID,
            "ALLOTROPE_SALESFORCE_CLIENT_SECRET", SalesforceSimulator.CLIENT_SECRET));

    /// How the account is connected.
    enum Way {
        LINK,
        TOKENS
    }

    @Parameter
    private Way way;

    private final String customer = "customer-" + UUID.randomUUID();

    @BeforeAll
    static void one_article() {
        ORG.redirectUri(CALLBACK);
        server.bean(PublishedDocuments.class)
                .publish("kA0:en_US", "Reset the router", "<p>Hold the button for ten seconds and let it go.</p>");
    }

    @AfterAll
    static void stop() {
        ORG.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"skip_embedding_generation\": false | READY | true | true",
                "\"skip_embedding_generation\": true | READY | false | true",
                "\"file_sync_config\": {\"generate_chunks_only\": true} | READY | false | true",
                "\"skip_embedding_generation\": true, \"file_sync_config\": {\"generate_chunks_only\": true}"
                        + " | READY | false | true",
                "\"file_sync_config\": {\"store_file_only\": true, \"generate_chunks_only\": true} | READY | false | false",
                "\"file_sync_config\": {\"skip_file_processing\": true, \"store_file_only\": true,"
                        + " \"generate_chunks_only\": true} | READY_TO_SYNC | false | false"
            })
    void the_deepest_flag_wins_when_connecting_and_when_choosing(
            String fields, String status, boolean embedded, boolean parsed) {
        connect(fields);
        JsonNode connected = only(status);
        choose(source(), fields + ", \"request_id\": \"chosen\"");
        JsonNode chosen = await("\"request_ids\": [\"chosen\"]", status);

        for (JsonNode file : new JsonNode[] {connected, chosen}) {
            assertThat(file.at("/skip_embedding_generation").asBoolean()).isNotEqualTo(embedded);
            assertThat(file.at("/embedding_properties").isEmpty()).isNotEqualTo(embedded);
            assertThat(file.at("/parsed_text_url").isString()).isEqualTo(parsed);
            assertThat(file.at("/presigned_url").isString()).isEqualTo(!status.equals("READY_TO_SYNC"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"file_sync_config\": {\"generate_chunks_only\": true} | 1",
                "\"skip_embedding_generation\": true, \"file_sync_config\": {\"generate_chunks_only\": true} | 1",
                "\"skip_embedding_generation\": true | 0",
                "\"file_sync_config\": {\"store_file_only\": true} | 0"
            })
    void chunks_alone_are_found_by_words_and_without_chunks_nothing_is(String fields, int found) {
        connect(fields);
        only("READY");

        JsonNode hits = ask("/embeddings", "{\"query\": \"button\", \"k\": 5, \"hybrid_search\": true}")
                .json();

        assertThat(hits.at("/documents").size()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sync_source_items\": true, \"sync_files_on_connection\": true  | 1 | 1",
                "\"sync_source_items\": true, \"sync_files_on_connection\": false | 1 | 0",
                "\"sync_source_items\": false, \"sync_files_on_connection\": false | 0 | 0",
                "\"sync_files_on_connection\": null | 1 | 1",
                "\"file_sync_config\": {\"auto_synced_source_types\": [\"TICKET\"]} | 1 | 0",
                "\"file_sync_config\": {\"auto_synced_source_types\": []} | 1 | 0",
                "\"file_sync_config\": {\"auto_synced_source_types\": [\"TICKET\", \"ARTICLE\"]} | 1 | 1",
                "\"file_sync_config\": null | 1 | 1"
            })
    void connecting_lists_and_syncs_what_was_asked_for(String fields, int items, int files) {
        connect(fields);
        JsonNode source = settled();

        assertThat(source.at("/source_items_synced_at").isString()).isEqualTo(items > 0);
        assertThat(ask("/integrations/items/list", "{\"data_source_id\": " + source() + "}")
                        .json()
                        .at("/count")
                        .asInt())
                .isEqualTo(items);
        assertThat(count("")).isEqualTo(files);
    }

    @Test
    void an_id_of_the_request_stands_on_its_files_and_finds_them() {
        connect("\"request_id\": \"mine\"");
        JsonNode file = only("READY");

        assertThat(file.at("/request_id").asString()).isEqualTo("mine");
        assertThat(count("\"request_ids\": [\"mine\", \"other\"]")).isEqualTo(1);
        assertThat(count("\"request_ids\": [\"other\"]")).isZero();
        assertThat(count("\"upload_ids\": [\"" + file.at("/upload_id").asString() + "\"]"))
                .isEqualTo(1);
        assertThat(count("\"upload_ids\": [\"other\"]")).isZero();
    }

    @Test
    void a_request_without_an_id_gets_one_and_each_batch_an_upload_id_of_its_own() {
        connect("");
        JsonNode connected = only("READY");
        choose(source(), "\"request_id\": null");
        await("", file -> !file.at("/request_id").equals(connected.at("/request_id")));
        JsonNode chosen = only("READY");

        assertThat(connected.at("/request_id").asString()).hasSize(36);
        assertThat(chosen.at("/request_id").asString()).hasSize(36);
        assertThat(chosen.at("/upload_id").asString())
                .hasSize(36)
                .isNotEqualTo(connected.at("/upload_id").asString());
    }

    @Test
    void null_means_the_default() {
        connect("""
                "tags": null, "chunk_size": null, "chunk_overlap": null, "skip_embedding_generation": null,
                "embedding_model": null, "generate_sparse_vectors": null, "prepend_filename_to_chunks": null,
                "max_items_per_chunk": null, "sync_files_on_connection": null, "request_id": null, "scopes": null,
                "file_sync_config": null, "automatically_open_file_picker": null, "use_ocr": null""");
        JsonNode file = only("READY");

        assertThat(file.at("/chunk_size").asInt()).isEqualTo(1500);
        assertThat(file.at("/chunk_overlap").asInt()).isEqualTo(20);
        assertThat(file.at("/embedding_properties/OPENAI/chunk_size").asInt()).isEqualTo(1500);
        assertThat(file.at("/chunk_properties/prepend_filename_to_chunks").asBoolean())
                .isFalse();
        assertThat(file.at("/request_id").asString()).isNotEmpty();
    }

    @Test
    void the_name_stands_before_each_chunk_when_that_was_asked_for() {
        connect("\"chunk_size\": 12, \"chunk_overlap\": 0, \"prepend_filename_to_chunks\": true");
        only("READY");

        JsonNode hits = ask("/embeddings", "{\"query\": \"button\", \"k\": 50}").json();

        assertThat(hits.at("/documents"))
                .isNotEmpty()
                .allSatisfy(hit -> assertThat(hit.at("/content").asString()).startsWith("Reset the router"));
    }

    @Test
    void tags_become_texts_and_those_of_the_data_source_are_laid_over_its_own() {
        connect(
                "\"tags\": {\"level\": 3, \"vip\": true, \"teams\": [\"a\", 1]}, \"data_source_tags\": {\"a\": \"1\", \"b\": \"1\"}");
        JsonNode file = only("READY");
        resume("\"data_source_tags\": {\"b\": \"2\", \"c\": \"2\"}, \"tags\": {\"level\": 4}");
        await("", again -> again.at("/tags/level").asString("").equals("4"));

        assertThat(file.at("/tags/level").asString()).isEqualTo("3");
        assertThat(file.at("/tags/vip").asString()).isEqualTo("true");
        assertThat(file.at("/tags/teams").toString()).isEqualTo("[\"a\",\"1\"]");
        assertThat(dataSource().at("/tags").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\",\"c\":\"2\"}");
        assertThat(count("\"tags\": {\"level\": 4, \"vip\": \"true\"}")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"db_embedding_id", "organization_id", "user_id", "organization_user_file_id", "salesforce_language"})
    void reserved_tags_are_refused_everywhere(String key) {
        String fields = "\"tags\": {\"" + key + "\": \"x\"}";

        assertThat(ask("/integrations/oauth_url", oauth(fields + ", \"connecting_new_account\": true"))
                        .status())
                .isEqualTo(422);
        assertThat(ask("/integrations/files/sync", "{\"data_source_id\": 1, \"ids\": [], " + fields + "}")
                        .status())
                .isEqualTo(422);
        assertThat(ask("/integrations/connect", """
                        {"authentication": {"source": "SALESFORCE", "access_token": "t", "domain": "acme.my.salesforce.com"},
                         "sync_options": {%s}}""".formatted(fields)).status()).isEqualTo(422);
    }

    @Test
    void incremental_sync_is_ignored() {
        connect("\"incremental_sync\": true");
        JsonNode connected = only("READY");

        choose(source(), "\"incremental_sync\": true, \"request_id\": \"again\"");
        JsonNode chosen = await("\"request_ids\": [\"again\"]", "READY");

        assertThat(chosen.at("/id")).isEqualTo(connected.at("/id"));
    }

    @Test
    void a_sync_link_has_files_processed_anew_on_its_options_and_shows_as_an_update() {
        connect("\"chunk_size\": 400, \"request_id\": \"first\"");
        JsonNode before = only("READY");
        JsonNode sourceBefore = settled();

        resume("\"chunk_size\": 10, \"chunk_overlap\": 0, \"request_id\": \"second\"");
        JsonNode after = await("\"request_ids\": [\"second\"]", "READY");
        JsonNode sourceAfter = settled();

        assertThat(after.at("/id")).isEqualTo(before.at("/id"));
        assertThat(after.at("/chunk_size").asInt()).isEqualTo(10);
        assertThat(after.at("/file_statistics/num_embeddings").asInt())
                .isGreaterThan(before.at("/file_statistics/num_embeddings").asInt());
        assertThat(sourceAfter.at("/last_sync_action").asString()).isEqualTo("UPDATE");
        assertThat(sourceAfter.at("/files_synced_at").asString())
                .isGreaterThan(sourceBefore.at("/files_synced_at").asString());
    }

    @Test
    void authorizing_again_syncs_again_on_the_same_data_source_and_brings_back_what_was_deleted() {
        connect("\"request_id\": \"first\"");
        only("READY");
        long source = source();
        ask("/delete_files_v2", "{\"filters\": {\"request_ids\": [\"first\"]}}");
        assertThat(count("")).isZero();

        connect("\"request_id\": \"second\"");

        await("\"request_ids\": [\"second\"]", "READY");
        assertThat(source()).isEqualTo(source);
    }

    @Test
    void a_sync_link_with_nothing_to_sync_shows_as_an_update_too() {
        connect("\"sync_source_items\": false, \"sync_files_on_connection\": false");
        assertThat(dataSource().at("/last_sync_action").asString()).isEqualTo("ADD");

        resume("\"sync_source_items\": false, \"sync_files_on_connection\": false");

        assertThat(dataSource().at("/last_sync_action").asString()).isEqualTo("UPDATE");
        assertThat(dataSource().at("/sync_status").asString()).isEqualTo("READY");
    }

    @Test
    void a_sync_link_that_is_asked_for_its_head_is_not_used_up() {
        String nothing = "\"sync_source_items\": false, \"sync_files_on_connection\": false";
        connect(nothing);
        String link = TestCustomer.local(link(nothing, false));

        CarbonServer.Reply head = server.send(server.request(link).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(dataSource().at("/last_sync_action").asString()).isEqualTo("ADD");
        assertThat(server.get(link).status()).isEqualTo(200);
        assertThat(dataSource().at("/last_sync_action").asString()).isEqualTo("UPDATE");
    }

    @Test
    void settings_that_come_along_become_those_of_the_data_source_and_without_any_they_stay() {
        connect("\"salesforce_settings\": {\"scope\": {\"languages\": [\"de\"]}, \"check_interval_minutes\": 15}");
        assertThat(settings().at("/scope/languages/0").asString()).isEqualTo("de");
        assertThat(settings().at("/check_interval_minutes").asInt()).isEqualTo(15);

        resume("\"sync_files_on_connection\": false");
        assertThat(settings().at("/scope/languages/0").asString()).isEqualTo("de");

        resume("\"salesforce_settings\": {\"scope\": {\"channels\": [\"public\"]}}");
        assertThat(settings().at("/scope/languages").isEmpty()).isTrue();
        assertThat(settings().at("/scope/channels/0").asString()).isEqualTo("public");
        assertThat(settings().at("/check_interval_minutes").isNull()).isTrue();
    }

    private JsonNode settings() {
        CarbonServer.Reply reply = server.get(
                "/data_sources/%s/settings".formatted(source()),
                "authorization",
                "Bearer " + CarbonServer.API_KEY,
                "customer-id",
                customer);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    private void connect(String fields) {
        switch (way) {
            case LINK -> visit("/integrations/salesforce", new Consent(ORG).approve(URI.create(link(fields, true))));
            case TOKENS -> handOver(fields);
        }
    }

    /// Connects without a browser, by tokens that the caller obtained.
    private void handOver(String fields) {
        CarbonServer.Reply reply =
                ask("/integrations/connect", """
                {"authentication": {"source": "SALESFORCE", "access_token": "%s", "domain": "acme.my.salesforce.com"},
                 "sync_options": {%s}}""".formatted(ORG.grants().openSession(), fields));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/data_source/id").asLong()).isEqualTo(source());
    }

    /// Visits a link that syncs the account again.
    private void resume(String fields) {
        String link = link(fields, false);
        assertThat(link).startsWith(CALLBACK + "/sync?");
        CarbonServer.Reply page = server.get(link.substring("http://localhost:8000".length()));
        assertThat(page.status()).isEqualTo(200);
    }

    private String link(String fields, boolean anew) {
        String more = fields.isEmpty() ? "" : ", " + fields;
        CarbonServer.Reply reply = ask("/integrations/oauth_url", oauth("\"connecting_new_account\": " + anew + more));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json().at("/oauth_url").asString();
    }

    private static String oauth(String fields) {
        return "{\"service\": \"SALESFORCE\", \"salesforce_domain\": \"acme.my.salesforce.com\", " + fields + "}";
    }

    private static void visit(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        CarbonServer.Reply page = server.get(path + "?" + query);
        assertThat(page.status()).as(page.response().body()).isEqualTo(200);
    }

    private void choose(long source, String fields) {
        CarbonServer.Reply reply = ask(
                "/integrations/files/sync",
                "{\"data_source_id\": %s, \"ids\": [\"kA0:en_US\"], %s}".formatted(source, fields));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    private CarbonServer.Reply ask(String path, String body) {
        return server.ask(customer, path, body);
    }

    private long source() {
        return dataSource().at("/id").asLong();
    }

    private JsonNode dataSource() {
        JsonNode answer = ask("/user_data_sources", "{}").json();
        assertThat(answer.at("/count").asInt()).isEqualTo(1);
        return answer.at("/results/0");
    }

    /// The data source once its listing is done.
    private JsonNode settled() {
        return until(
                this::dataSource, source -> source.at("/sync_status").asString().equals("READY"));
    }

    private int count(String filters) {
        return ask("/user_files_v2", "{\"filters\": {" + filters + "}}")
                .json()
                .at("/count")
                .asInt();
    }

    /// The only file, once it is in a state.
    private JsonNode only(String status) {
        return await("", status);
    }

    private JsonNode await(String filters, String status) {
        return await(filters, file -> file.at("/sync_status").asString("").equals(status));
    }

    private JsonNode await(String filters, Predicate<JsonNode> wanted) {
        String query =
                "{\"filters\": {" + filters + "}, \"include_raw_file\": true, \"include_parsed_text_file\": true}";
        return until(() -> ask("/user_files_v2", query).json().at("/results/0"), wanted);
    }

    private static JsonNode until(java.util.function.Supplier<JsonNode> asked, Predicate<JsonNode> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonNode answer = asked.get();
        while (!wanted.test(answer)) {
            assertThat(Instant.now()).as(answer.toString()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = asked.get();
        }
        return answer;
    }
}
