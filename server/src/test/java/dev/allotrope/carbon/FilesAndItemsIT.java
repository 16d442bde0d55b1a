package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Rows as the library leaves them, seen through the wire.
class FilesAndItemsIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer();

    private String customer = "";
    private Tenant tenant = Tenant.parse("1:1");
    private ConnectionId connection = new ConnectionId(1);

    @BeforeEach
    void a_customer_with_a_connection() {
        customer = "customer-" + UUID.randomUUID();
        tenant = server.bean(Customers.class)
                .named(new OrganizationId(1), customer)
                .tenant();
        connection = new ConnectionId(TestConnections.connection(server.database(), tenant));
    }

    @Test
    void a_data_source_is_shown_as_clients_take_it_apart() {
        JsonNode source = only(server.ask(customer, "/user_data_sources", """
                {"pagination": {"limit": 250, "offset": 0}, "filters": {"revoked_access": false, "tags": {}}}"""));

        assertThat(source.at("/data_source_external_id").asString())
                .isEqualTo("SALESFORCE|ann@acme.example|acme.my.salesforce.com");
        assertThat(source.at("/data_source_type").asString()).isEqualTo("SALESFORCE");
        assertThat(source.at("/organization_supplied_user_id").asString()).isEqualTo(customer);
        assertThat(source.at("/token").isNull()).isTrue();
        assertThat(source.at("/source_items_synced_at").isNull()).isTrue();
        assertThat(source.at("/last_synced_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void data_sources_are_found_by_tags_as_tree_and_flat() {
        database("UPDATE connection SET tags = '{\"team\": \"red\"}' WHERE id = ?", connection.value());

        assertThat(sources("{\"tags\": {\"OR\": [{\"key\": \"team\", \"value\": [\"red\", \"blue\"]}]}}"))
                .isEqualTo(1);
        assertThat(sources("{\"tags\": {\"OR\": [{\"key\": \"team\", \"value\": \"red\", \"negate\": true}]}}"))
                .isZero();
        assertThat(sources("{\"tags\": {\"team\": \"red\"}}")).isEqualTo(1);
        assertThat(sources("{\"tags\": {\"team\": \"blue\"}}")).isZero();
        assertThat(sources("{\"ids\": [\"" + connection + "\"]}")).isEqualTo(1);
        assertThat(sources("{\"ids\": [99999999999]}")).isZero();
        assertThat(sources("{\"source\": \"NOTION\"}")).isZero();
    }

    @Test
    void a_disconnected_data_source_is_no_longer_among_those_in_use() {
        server.ask(customer, "/revoke_access_token", "{\"data_source_id\": %s}".formatted(connection));

        assertThat(sources("{\"revoked_access\": false}")).isZero();
        assertThat(sources("{\"revoked_access\": true}")).isEqualTo(1);
    }

    @Test
    void the_runs_of_a_data_source_can_be_read_and_only_held_ones_released() {
        server.ask(customer, "/integrations/items/sync", "{\"data_source_id\": %s}".formatted(connection));
        String path = "/data_sources/" + connection + "/sync_runs";

        JsonNode run = only(get(path));

        assertThat(run.at("/trigger").asString()).isEqualTo("ITEMS_SYNC");
        assertThat(run.at("/counts/held").asLong()).isZero();
        assertThat(get(path + "/" + run.at("/id").asLong()).json().at("/mode").asString())
                .isEqualTo("FULL");
        CarbonServer.Reply release =
                server.ask(customer, path + "/" + run.at("/id").asLong() + "/release", "");
        assertThat(release.status()).isEqualTo(422);
        assertThat(get(path + "/abc").status()).isIn(404, 422);
    }

    @Test
    void a_file_has_every_field_that_clients_require() {
        long id = file("kA0:en_US", "Set up \"VPN\"", "READY");

        JsonNode file = only(server.ask(customer, "/user_files_v2", "{}"));

        assertThat(file.at("/id").asLong()).isEqualTo(id);
        assertThat(file.at("/source").asString()).isEqualTo("SALESFORCE");
        assertThat(file.at("/external_file_id").asString()).isEqualTo("kA0:en_US");
        assertThat(file.at("/name").asString()).isEqualTo("Set up \"VPN\"");
        assertThat(file.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(file.at("/organization_user_data_source_id").asLong()).isEqualTo(connection.value());
        assertThat(file.at("/file_statistics/file_format").asString()).isEqualTo("SALESFORCE");
        assertThat(file.at("/file_statistics/mime_type").asString()).isEqualTo("text/html");
        assertThat(file.at("/embedding_properties/OPENAI/chunk_size").asInt()).isEqualTo(1500);
        assertThat(file.at("/tags/team").asString()).isEqualTo("red");
        assertThat(file.at("/supports_cold_storage").asBoolean()).isFalse();
        assertThat(file.at("/embedding_storage_status").asString()).isEqualTo("HOT_STORAGE");
        assertThat(file.at("/hot_storage_time_to_live").isNull()).isTrue();
        assertThat(file.at("/presigned_url").isNull()).isTrue();
        assertThat(file.at("/parent_id").isNull()).isTrue();
        assertThat(file.has("is_folder")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 3",
                "{\"sync_statuses\": [\"READY\"]} | 2",
                "{\"sync_statuses\": [\"SYNC_ERROR\", \"RATE_LIMITED\"]} | 1",
                "{\"sync_statuses\": [\"DELAYED\"]} | 0",
                "{\"name\": \"VPN\"} | 1",
                "{\"name\": \"100%\"} | 0",
                "{\"source\": \"SALESFORCE\"} | 3",
                "{\"source\": [\"NOTION\", \"SALESFORCE\"]} | 3",
                "{\"source\": \"NOTION\"} | 0",
                "{\"external_file_ids\": [\"a:en_US\", \"x\"]} | 1",
                "{\"tags\": {\"team\": \"red\"}} | 3",
                "{\"tags\": {\"team\": \"blue\"}, \"tags_v2\": {\"OR\": [{\"key\": \"team\", \"value\": \"red\"}]}} | 3",
                "{\"tags_v2\": {\"AND\": [{\"key\": \"team\", \"value\": \"red\", \"negate\": true}]}} | 0",
                "{\"file_types_at_source\": [\"ARTICLE\", \"TICKET\"]} | 3",
                "{\"file_types_at_source\": [\"TICKET\"]} | 0",
                "{\"embedding_generators\": [\"OPENAI\"]} | 3",
                "{\"embedding_generators\": [\"SOLAR_1_MINI\"]} | 0",
                "{\"root_files_only\": true, \"include_containers\": false} | 3",
                "{\"parent_file_ids\": [1]} | 0",
                "{\"request_ids\": [\"none\"]} | 0",
                "{\"sync_error_message\": \"\"} | 2",
                "{\"sync_error_message\": \"no text\"} | 1",
                "{\"ids\": [99999999999]} | 0",
                "{\"non_synced_only\": true} | 3"
            })
    void files_are_filtered(String filters, int count) {
        file("a:en_US", "Printer", "READY");
        file("b:en_US", "vpn set-up", "READY");
        long failed = file("c:en_US", "Scanner", "FAILED");
        database("UPDATE library_document SET error = 'No text found' WHERE id = ?", failed);

        JsonNode answer = server.ask(
                        customer, "/user_files_v2", "{\"pagination\": {\"limit\": 1}, \"filters\": " + filters + "}")
                .json();

        assertThat(answer.at("/count").asInt()).isEqualTo(count);
        assertThat(answer.at("/results").size()).isEqualTo(Math.min(count, 1));
    }

    @Test
    void pages_of_every_order_cover_all_files_once() {
        List<Long> ids = Stream.of("a", "b", "c", "d", "e")
                .map(key -> file(key, "Same name", "READY"))
                .toList();

        for (String order : List.of("created_at", "updated_at", "name", "last_sync", "file_size", "id")) {
            List<Long> seen = Stream.of(0, 2, 4)
                    .flatMap(offset -> ids(server.ask(customer, "/user_files_v2", """
                            {"order_by": "%s", "order_dir": "desc", "pagination": {"limit": 2, "offset": %d}}""".formatted(order, offset))))
                    .toList();

            assertThat(seen).as(order).containsExactlyElementsOf(ids.reversed());
        }
        assertThat(ids(server.ask(
                        customer,
                        "/user_files_v2",
                        "{\"pagination\": {\"starting_id\": \"%d\"}}".formatted(ids.get(3)))))
                .containsExactly(ids.get(4));
        assertThat(ids(server.ask(customer, "/user_files_v2", "{\"pagination\": {\"limit\": 100000}}")))
                .hasSize(5);
    }

    @Test
    void links_to_raw_and_parsed_content_work_without_headers() {
        long id = file("a:en_US", "Printer", "READY");
        database(
                "UPDATE library_document SET fingerprint = repeat('0', 64), file_size = 9, num_characters = 2, num_tokens = 1,"
                        + " num_chunks = 1, num_windows = 1, last_sync = now() WHERE id = ?",
                id);
        database(
                "INSERT INTO library_body (document_id, organization_id, customer_id, html, parsed)"
                        + " SELECT id, organization_id, customer_id, '<p>日本</p>', '日本' FROM library_document WHERE id = ?",
                id);

        JsonNode file = only(server.ask(customer, "/user_files_v2", """
                {"include_raw_file": true, "include_parsed_text_file": true, "presigned_url_expiry_time_seconds": 60}"""));
        CarbonServer.Reply raw = server.get(local(file.at("/presigned_url").asString()));
        CarbonServer.Reply parsed = server.get(local(file.at("/parsed_text_url").asString()));

        assertThat(raw.response().body()).isEqualTo("<p>日本</p>");
        assertThat(raw.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(raw.header("content-security-policy")).startsWith("sandbox");
        assertThat(parsed.response().body()).isEqualTo("日本");
        assertThat(server.get(local(file.at("/presigned_url").asString()).replace("/raw", "/parsed"))
                        .status())
                .isEqualTo(403);
        assertThat(server.get("/file_links/1/1/1/raw?expires=x&signature=y").status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"filters\": {}}",
                "{\"filters\": {\"ids\": []}}",
                "{\"filters\": {\"ids\": null, \"include_all_children\": true}}",
                "{\"filters\": {\"name\": \"\"}}",
                "{\"filters\": {\"tags_v2\": {}}}",
                "{\"filters\": {\"tags\": {}}}",
                "{\"filters\": {\"tags_v2\": {\"AND\": []}}}"
            })
    void deleting_without_saying_what_is_refused(String body) {
        file("a:en_US", "Printer", "READY");

        assertThat(server.ask(customer, "/delete_files_v2", body).status()).isEqualTo(422);
        assertThat(server.ask(customer, "/user_files_v2", "{}")
                        .json()
                        .at("/count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void deleting_takes_the_file_or_only_its_content() {
        long gone = file("a:en_US", "Printer", "READY");
        long kept = file("b:en_US", "Scanner", "READY");

        server.ask(
                customer,
                "/delete_files_v2",
                "{\"filters\": {\"ids\": [\"%d\"], \"include_all_children\": true}}".formatted(gone));
        server.ask(
                customer,
                "/delete_files_v2",
                "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}".formatted(kept));

        JsonNode left = only(server.ask(customer, "/user_files_v2", "{}"));
        assertThat(left.at("/id").asLong()).isEqualTo(kept);
        assertThat(left.at("/file_contents_deleted").asBoolean()).isTrue();
    }

    @Test
    void another_customer_sees_and_deletes_nothing() {
        long id = file("a:en_US", "Printer", "READY");

        assertThat(server.ask("someone else", "/user_files_v2", "{\"filters\": {\"ids\": [%d]}}".formatted(id))
                        .json()
                        .at("/count")
                        .asInt())
                .isZero();
        assertThat(server.ask("someone else", "/resync_file", "{\"file_id\": %d}".formatted(id))
                        .status())
                .isEqualTo(404);
        server.ask("someone else", "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}}".formatted(id));
        assertThat(server.ask(customer, "/user_files_v2", "{}")
                        .json()
                        .at("/count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_file_in_work_cannot_be_synced_again() {
        long id = file("a:en_US", "Printer", "SYNCING");

        assertThat(server.ask(customer, "/resync_file", "{\"file_id\": %d}".formatted(id))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_file_that_is_synced_again_is_queued() {
        long id = file("a:en_US", "Printer", "READY");

        CarbonServer.Reply reply =
                server.ask(customer, "/resync_file", "{\"file_id\": %d, \"chunk_size\": 300}".formatted(id));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/id").asLong()).isEqualTo(id);
        assertThat(reply.json().at("/sync_status").asString()).isEqualTo("QUEUED_FOR_SYNC");
        assertThat(reply.json().at("/chunk_size").asInt()).isEqualTo(300);
    }

    @Test
    void an_item_is_shown_as_a_picker_needs_it() {
        database("""
                INSERT INTO library_item (organization_id, customer_id, connection_id, external_id, name, language, revision_id,
                    revision_number, published_at, stamp, source_created_at, source_modified_at, listed_by)
                SELECT organization_id, customer_id, id, 'kA0:en_US', 'Setup v2.0', 'en_US', 'ka0', 1, now(), 's',
                    '2020-02-03T04:05:06Z', now(), 1 FROM connection WHERE id = ?""", connection.value());

        JsonNode answer = items("{\"data_source_id\": \"%s\", \"filters\": {\"name\": \"v2\"}}");
        JsonNode item = answer.at("/items/0");

        assertThat(answer.at("/count").asInt()).isEqualTo(1);
        assertThat(item.at("/external_id").asString()).isEqualTo("kA0:en_US");
        assertThat(item.at("/item_type").asString()).isEqualTo("ARTICLE");
        assertThat(item.at("/file_format").asString()).isEqualTo("SALESFORCE");
        assertThat(item.at("/is_selectable").asBoolean()).isTrue();
        assertThat(item.at("/is_expandable").asBoolean()).isFalse();
        assertThat(item.at("/created_at").asString()).isEqualTo("2020-02-03T04:05:06.000000Z");
        assertThat(item.at("/organization_user_file_to_sync_id").isNull()).isTrue();
        assertThat(items("{\"data_source_id\": %s, \"parent_id\": \"x\"}")
                        .at("/count")
                        .asInt())
                .isZero();
        assertThat(items("{\"data_source_id\": %s, \"filters\": {\"item_types\": [\"FOLDER\"]}}")
                        .at("/count")
                        .asInt())
                .isZero();
        assertThat(items("{\"data_source_id\": %s, \"order_by\": \"directories_first\", \"filters\": null}")
                        .at("/count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void listing_again_and_cancelling_answer_with_the_data_source() {
        JsonNode queued = server.ask(
                        customer, "/integrations/items/sync", "{\"data_source_id\": %s}".formatted(connection))
                .json();
        JsonNode cancelled = server.ask(
                        customer, "/integrations/items/sync/cancel", "{\"data_source_id\": %s}".formatted(connection))
                .json();

        assertThat(queued.at("/sync_status").asString()).isEqualTo("QUEUED_FOR_SYNCING");
        assertThat(cancelled.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(cancelled.at("/last_sync_action").asString()).isEqualTo("CANCEL");
    }

    @Test
    void selecting_items_takes_ids_as_texts_and_as_objects_and_ignores_what_it_does_not_know() {
        CarbonServer.Reply reply = server.ask(customer, "/integrations/files/sync", """
                {"data_source_id": %s, "ids": ["kA0:en_US", {"id": "kA1:de", "root_id": "x"}], "tags": {"a": [1, 2]},
                 "chunk_size": 10, "chunk_overlap": 20, "scopes": [], "sync_source_items": true, "embedding_model": null,
                 "file_sync_config": {}}""".formatted(connection));

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(only(server.ask(customer, "/user_data_sources", "{}"))
                        .at("/last_sync_action")
                        .asString())
                .isEqualTo("UPDATE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ids\": []}                                          | data_source_id",
                "{\"data_source_id\": 1}                                | ids",
                "{\"data_source_id\": 1, \"ids\": [5]}                  | ids",
                "{\"data_source_id\": 1, \"ids\": [{\"root_id\": \"\"}]}| ids",
                "{\"data_source_id\": 1, \"ids\": [], \"chunk_size\": 0}| chunk_size",
                "{\"data_source_id\": 1, \"ids\": [], \"chunk_size\": 5, \"chunk_overlap\": 5} | chunk_overlap",
                "{\"data_source_id\": 1, \"ids\": [], \"tags\": {\"salesforce_x\": \"y\"}} | tags",
                "{\"data_source_id\": 1, \"ids\": [], \"tags\": {\"user_id\": \"y\"}} | tags",
                "{\"data_source_id\": 1, \"ids\": [], \"embedding_model\": \"GPT\"} | embedding_model"
            })
    void selecting_items_wrongly_is_422_at_the_field(String body, String field) {
        CarbonServer.Reply reply = server.ask(customer, "/integrations/files/sync", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
    }

    @Test
    void who_am_i_tells_what_is_held() {
        file("a:en_US", "Printer", "READY");

        JsonNode me = server.get("/whoami", "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", customer)
                .json();

        assertThat(me.at("/organization_supplied_user_id").asString()).isEqualTo(customer);
        assertThat(me.at("/num_files_synced").asInt()).isEqualTo(1);
        assertThat(me.at("/aggregate_num_files_by_source/SALESFORCE").asInt()).isEqualTo(1);
        assertThat(me.at("/unique_file_tags").toString()).isEqualTo("[{\"team\":[\"red\"]}]");
        assertThat(me.at("/deleted_at").isNull()).isTrue();
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
        CarbonServer.Reply reply = server.ask(customer, "/embeddings", body);

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
        CarbonServer.Reply reply = server.ask(customer, "/embeddings", body);

        assertThat(reply.response().body()).isEqualTo("{\"documents\":[]}");
        assertThat(reply.header("x-allotrope-legs")).isNotEmpty();
    }

    private JsonNode items(String body) {
        return server.ask(customer, "/integrations/items/list", body.formatted(connection))
                .json();
    }

    private int sources(String filters) {
        JsonNode answer = server.ask(customer, "/user_data_sources", "{\"filters\": " + filters + "}")
                .json();
        assertThat(answer.at("/results").size()).isEqualTo(answer.at("/count").asInt());
        return answer.at("/count").asInt();
    }

    private long file(String externalId, String name, String status) {
        return server.database()
                .transactions()
                .in(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, user_tags, position)
                        VALUES (?, ?, ?, ?, ?, ?, 1500, 20, 'EMBEDDINGS', 'OPENAI', false, false, '{"team": "red"}', 0)
                        RETURNING id""")
                                .params(
                                        tenant.organization().value(),
                                        tenant.customer().value(),
                                        connection.value())
                                .params(externalId, name, status)
                                .query(Long.class)
                                .single());
    }

    private void database(String sql, Object... values) {
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> server.database().jdbc().sql(sql).params(values).update());
    }

    private static String local(String link) {
        return link.substring("http://localhost:8000".length());
    }

    private static JsonNode only(CarbonServer.Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/count").asInt()).isEqualTo(1);
        return reply.json().at("/results/0");
    }

    private static Stream<Long> ids(CarbonServer.Reply reply) {
        return StreamSupport.stream(reply.json().at("/results").spliterator(), false)
                .map(file -> file.at("/id").asLong());
    }

    private CarbonServer.Reply get(String path) {
        return server.get(path, "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", customer);
    }
}
