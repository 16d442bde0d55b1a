package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.sync.SyncRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Data sources, their items and runs, seen through the wire.
class DataSourcesIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void a_data_source_is_shown_as_clients_take_it_apart() {
        JsonNode source = only(customer.ask("/user_data_sources", """
                {"pagination": {"limit": 250, "offset": 0}, "filters": {"revoked_access": false, "tags": {}}}"""));

        assertThat(source.at("/data_source_external_id").asString())
                .isEqualTo("SALESFORCE|ann@acme.example|acme.my.salesforce.com");
        assertThat(source.at("/data_source_type").asString()).isEqualTo("SALESFORCE");
        assertThat(source.at("/organization_supplied_user_id").asString()).isEqualTo(customer.name());
        assertThat(source.at("/token").isNull()).isTrue();
        assertThat(source.at("/source_items_synced_at").isNull()).isTrue();
        assertThat(source.at("/last_synced_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void a_data_source_says_whether_it_is_synced_by_itself() {
        assertThat(autoSynced()).isFalse();

        enable("[\"NOTION\"]");
        assertThat(autoSynced()).isFalse();
        enable("[\"NOTION\", \"SALESFORCE\"]");
        assertThat(autoSynced()).isTrue();
        enable("\"ALL\"");
        assertThat(autoSynced()).isTrue();
        JsonNode listed = customer.ask(
                        "/integrations/items/sync", "{\"data_source_id\": %s}".formatted(customer.connection()))
                .json();
        assertThat(listed.at("/enable_auto_sync").asBoolean()).isTrue();

        customer.ask("/revoke_access_token", "{\"data_source_id\": %s}".formatted(customer.connection()));
        assertThat(autoSynced()).isFalse();
    }

    @Test
    void data_sources_are_found_by_tags_as_tree_and_flat() {
        customer.database(
                "UPDATE connection SET tags = '{\"team\": \"red\"}' WHERE id = ?",
                customer.connection().value());

        assertThat(sources("{\"tags\": {\"OR\": [{\"key\": \"team\", \"value\": [\"red\", \"blue\"]}]}}"))
                .isEqualTo(1);
        assertThat(sources("{\"tags\": {\"OR\": [{\"key\": \"team\", \"value\": \"red\", \"negate\": true}]}}"))
                .isZero();
        assertThat(sources("{\"tags\": {\"team\": \"red\"}}")).isEqualTo(1);
        assertThat(sources("{\"tags\": {\"team\": \"blue\"}}")).isZero();
        assertThat(sources("{\"ids\": [\"" + customer.connection() + "\"]}")).isEqualTo(1);
        assertThat(sources("{\"ids\": [99999999999]}")).isZero();
        assertThat(sources("{\"source\": \"NOTION\"}")).isZero();
    }

    @Test
    void a_disconnected_data_source_is_no_longer_among_those_in_use() {
        customer.ask("/revoke_access_token", "{\"data_source_id\": %s}".formatted(customer.connection()));

        assertThat(sources("{\"revoked_access\": false}")).isZero();
        assertThat(sources("{\"revoked_access\": true}")).isEqualTo(1);
    }

    @Test
    void the_runs_of_a_data_source_can_be_read_and_only_held_ones_released() {
        customer.ask("/integrations/items/sync", "{\"data_source_id\": %s}".formatted(customer.connection()));
        String path = "/data_sources/" + customer.connection() + "/sync_runs";

        JsonNode run = only(customer.get(path));

        assertThat(run.at("/trigger").asString()).isEqualTo("ITEMS_SYNC");
        assertThat(run.at("/counts/held").asLong()).isZero();
        assertThat(customer.get(path + "/" + run.at("/id").asLong())
                        .json()
                        .at("/mode")
                        .asString())
                .isEqualTo("FIRST");
        CarbonServer.Reply release = customer.ask(path + "/" + run.at("/id").asLong() + "/release", "");
        assertThat(release.status()).isEqualTo(422);
        assertThat(customer.get(path + "/abc").status()).isIn(404, 422);
    }

    @Test
    void a_run_that_holds_removals_says_why_and_what_releases_them() {
        customer.database("""
                INSERT INTO sync_run (organization_id, customer_id, connection_id, cause, mode, status, stage, request, counts,
                    finished_at)
                SELECT organization_id, customer_id, id, 'SCHEDULE', 'FULL', 'COMPLETED', 'REMOVE',
                    '{"externalIds": [], "tags": {}}', ?::jsonb, now()
                FROM connection WHERE id = ?""", counts(0), customer.connection().value());
        String path = "/data_sources/" + customer.connection() + "/sync_runs";
        assertThat(only(customer.get(path)).at("/held_because").isNull()).isTrue();
        customer.database(
                "UPDATE sync_run SET counts = ?::jsonb WHERE connection_id = ?",
                counts(40),
                customer.connection().value());

        JsonNode run = only(customer.get(path));

        assertThat(run.at("/counts/held").asLong()).isEqualTo(40);
        assertThat(run.at("/held_because").asString())
                .startsWith(
                        "more than 20 percent of the data source's files, and more than 25, were no longer published")
                .contains("POST " + path + "/" + run.at("/id").asLong() + "/release");
    }

    @Test
    void an_item_is_shown_as_a_picker_needs_it() {
        customer.database("""
                INSERT INTO library_item (organization_id, customer_id, connection_id, external_id, name, language, revision_id,
                    revision_number, published_at, stamp, source_created_at, source_modified_at, listed_by)
                SELECT organization_id, customer_id, id, 'kA0:en_US', 'Setup v2.0', 'en_US', 'ka0', 1, now(), 's',
                    '2020-02-03T04:05:06Z', now(), 1 FROM connection WHERE id = ?""", customer.connection().value());

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
        customer.keepWorkersAway();
        JsonNode queued = customer.ask(
                        "/integrations/items/sync", "{\"data_source_id\": %s}".formatted(customer.connection()))
                .json();
        JsonNode cancelled = customer.ask(
                        "/integrations/items/sync/cancel", "{\"data_source_id\": %s}".formatted(customer.connection()))
                .json();

        assertThat(queued.at("/sync_status").asString()).isEqualTo("QUEUED_FOR_SYNCING");
        assertThat(cancelled.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(cancelled.at("/last_sync_action").asString()).isEqualTo("CANCEL");
    }

    @Test
    void selecting_items_takes_ids_as_texts_and_as_objects_and_ignores_what_it_does_not_know() {
        CarbonServer.Reply reply = customer.ask("/integrations/files/sync", """
                {"data_source_id": %s, "ids": ["kA0:en_US", {"id": "kA1:de", "root_id": "x"}], "tags": {"a": [1, 2]},
                 "chunk_size": 10, "chunk_overlap": 20, "scopes": [], "sync_source_items": true, "embedding_model": null,
                 "file_sync_config": {}}""".formatted(customer.connection()));

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(only(customer.ask("/user_data_sources", "{}"))
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
        CarbonServer.Reply reply = customer.ask("/integrations/files/sync", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
    }

    @Test
    void who_am_i_tells_what_is_held() {
        customer.file("a:en_US", "Printer", "READY");

        JsonNode me = customer.get("/whoami").json();

        assertThat(me.at("/organization_supplied_user_id").asString()).isEqualTo(customer.name());
        assertThat(me.at("/num_files_synced").asInt()).isEqualTo(1);
        assertThat(me.at("/aggregate_num_files_by_source/SALESFORCE").asInt()).isEqualTo(1);
        assertThat(me.at("/unique_file_tags").toString()).isEqualTo("[{\"team\":[\"red\"]}]");
        assertThat(me.at("/deleted_at").isNull()).isTrue();
    }

    private boolean autoSynced() {
        JsonNode source = only(customer.ask("/user_data_sources", "{}"));
        assertThat(source.at("/enable_auto_sync").isBoolean()).isTrue();
        return source.at("/enable_auto_sync").asBoolean();
    }

    private void enable(String sources) {
        CarbonServer.Reply reply = customer.ask(
                "/update_users",
                "{\"customer_ids\": [\"%s\"], \"auto_sync_enabled_sources\": %s}".formatted(customer.name(), sources));
        assertThat(reply.status()).isEqualTo(200);
    }

    private JsonNode items(String body) {
        return customer.ask("/integrations/items/list", body.formatted(customer.connection()))
                .json();
    }

    private int sources(String filters) {
        JsonNode answer = customer.ask("/user_data_sources", "{\"filters\": " + filters + "}")
                .json();
        assertThat(answer.at("/results").size()).isEqualTo(answer.at("/count").asInt());
        return answer.at("/count").asInt();
    }

    private static String counts(long held) {
        return JsonMapper.shared().writeValueAsString(new SyncRun.Counts(0, 0, 0, 0, 0, 0, 0, 0, held, 0, 0));
    }
}
