package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.ids;
import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Files as the library leaves them, seen through the wire.
class FilesIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void a_file_has_every_field_that_clients_require() {
        long id = customer.file("kA0:en_US", "Set up \"VPN\"", "READY");

        JsonNode file = only(customer.ask("/user_files_v2", "{}"));

        assertThat(file.at("/id").asLong()).isEqualTo(id);
        assertThat(file.at("/source").asString()).isEqualTo("SALESFORCE");
        assertThat(file.at("/external_file_id").asString()).isEqualTo("kA0:en_US");
        assertThat(file.at("/name").asString()).isEqualTo("Set up \"VPN\"");
        assertThat(file.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(file.at("/organization_user_data_source_id").asLong())
                .isEqualTo(customer.connection().value());
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

    @Test
    void a_file_says_whether_it_is_synced_by_itself() {
        long followed = customer.file("a:en_US", "Followed", "READY");
        long recorded = customer.file("b:en_US", "The record alone", "RECORDED");
        customer.database("UPDATE library_document SET depth = 'RECORD' WHERE id = ?", recorded);
        assertThat(autoSynced(followed)).isFalse();

        customer.ask(
                "/update_users",
                "{\"customer_ids\": [\"%s\"], \"auto_sync_enabled_sources\": \"ALL\"}".formatted(customer.name()));

        assertThat(autoSynced(followed)).isTrue();
        assertThat(autoSynced(recorded)).isFalse();
        customer.ask("/revoke_access_token", "{\"data_source_id\": %s}".formatted(customer.connection()));
        assertThat(autoSynced(followed)).isFalse();
    }

    private boolean autoSynced(long file) {
        JsonNode shown = only(customer.ask("/user_files_v2", "{\"filters\": {\"ids\": [%s]}}".formatted(file)));
        assertThat(shown.at("/enable_auto_sync").isBoolean()).isTrue();
        return shown.at("/enable_auto_sync").asBoolean();
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
                "{\"parent_file_ids\": [1], \"include_all_children\": true} | 0",
                "{\"include_all_children\": true, \"include_containers\": true} | 3",
                "{\"external_urls\": [\"https://acme.example/a\"]} | 1",
                "{\"external_urls\": []} | 0",
                "{\"source\": []} | 0",
                "{\"tags\": {}} | 3",
                "{\"name\": \"\"} | 3",
                "{\"request_ids\": [\"none\"]} | 0",
                "{\"sync_error_message\": \"\"} | 2",
                "{\"sync_error_message\": \"no text\"} | 1",
                "{\"ids\": [99999999999]} | 0",
                "{\"non_synced_only\": true} | 3"
            })
    void files_are_filtered(String filters, int count) {
        long first = customer.file("a:en_US", "Printer", "READY");
        customer.database("UPDATE library_document SET url = 'https://acme.example/a' WHERE id = ?", first);
        customer.file("b:en_US", "vpn set-up", "READY");
        long failed = customer.file("c:en_US", "Scanner", "FAILED");
        customer.database("UPDATE library_document SET error = 'No text found' WHERE id = ?", failed);

        JsonNode answer = customer.ask(
                        "/user_files_v2", "{\"pagination\": {\"limit\": 1}, \"filters\": " + filters + "}")
                .json();

        assertThat(answer.at("/count").asInt()).isEqualTo(count);
        assertThat(answer.at("/results").size()).isEqualTo(Math.min(count, 1));
    }

    @Test
    void pages_of_every_order_cover_all_files_once_and_ties_go_by_id() {
        List<Long> ids = Stream.of("a", "b", "c", "d", "e")
                .map(key -> customer.file(key, "Same name", "READY"))
                .toList();
        customer.database("UPDATE library_document SET created_at = now(), updated_at = now()");

        for (String order : List.of("created_at", "updated_at", "name", "last_sync", "file_size", "id")) {
            assertThat(pages(order, "asc")).as(order).containsExactlyElementsOf(ids);
            assertThat(pages(order, "desc")).as(order).containsExactlyElementsOf(ids.reversed());
        }
    }

    private List<Long> pages(String order, String direction) {
        return Stream.of(0, 2, 4)
                .flatMap(
                        offset -> ids(customer.ask("/user_files_v2", """
                        {"order_by": "%s", "order_dir": "%s", "pagination": {"limit": 2, "offset": %d}}""".formatted(order, direction, offset))).stream())
                .toList();
    }

    @Test
    void files_are_ordered_by_what_was_asked_and_without_asking_by_their_last_change() {
        long small = customer.file("small", "b", "READY");
        long large = customer.file("large", "a", "READY");
        long unknown = customer.file("unknown", "c", "READY");
        customer.database("UPDATE library_document SET file_size = 5, last_sync = now() WHERE id = ?", small);
        customer.database("UPDATE library_document SET file_size = 50 WHERE id = ?", large);
        customer.database("UPDATE library_document SET updated_at = now() + interval '1 hour' WHERE id = ?", small);

        assertThat(pages("file_size", "asc")).containsExactly(small, large, unknown);
        assertThat(pages("file_size", "desc")).containsExactly(large, small, unknown);
        assertThat(pages("name", "asc")).containsExactly(large, small, unknown);
        assertThat(pages("last_sync", "desc")).startsWith(small);
        assertThat(ids(customer.ask("/user_files_v2", "{}"))).containsExactly(large, unknown, small);
    }

    @ParameterizedTest
    @CsvSource({"10, 3", "2, 2", "0, 0", "-1, 3", "100000, 3"})
    void a_limit_beyond_the_maximum_is_the_maximum(long limit, int rows) {
        customer.file("a", "A", "READY");
        customer.file("b", "B", "READY");
        customer.file("c", "C", "READY");

        JsonNode answer = customer.ask("/user_files_v2", "{\"pagination\": {\"limit\": %d}}".formatted(limit))
                .json();

        assertThat(answer.at("/results").size()).isEqualTo(rows);
        assertThat(answer.at("/count").asInt()).isEqualTo(3);
    }

    @Test
    void a_list_can_start_after_an_id_and_still_counts_everything() {
        customer.file("a", "A", "READY");
        long second = customer.file("b", "B", "READY");
        long third = customer.file("c", "C", "READY");

        CarbonServer.Reply rest = customer.ask(
                "/user_files_v2",
                "{\"order_by\": \"id\", \"pagination\": {\"starting_id\": \"%d\"}}".formatted(second));

        assertThat(ids(rest)).containsExactly(third);
        assertThat(rest.json().at("/count").asInt()).isEqualTo(3);
    }

    @Test
    void the_older_list_is_bare_and_has_no_links() {
        long id = customer.processed("a:en_US", "<p>text</p>");

        JsonNode files = customer.ask("/user_files", "{\"include_raw_file\": true, \"include_parsed_text_file\": true}")
                .json();

        assertThat(files.isArray()).isTrue();
        assertThat(files.size()).isEqualTo(1);
        assertThat(files.at("/0/id").asLong()).isEqualTo(id);
        assertThat(files.at("/0/sync_status").asString()).isEqualTo("READY");
        assertThat(files.at("/0/presigned_url").isNull()).isTrue();
        assertThat(files.at("/0/parsed_text_url").isNull()).isTrue();
        assertThat(customer.ask("/user_files", "{\"filters\": {\"name\": \"nothing\"}}")
                        .response()
                        .body())
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"filters\": {\"root_files_only\": true, \"parent_file_ids\": [1]}} | root_files_only | value_error",
                "{\"filters\": {\"root_files_only\": true, \"include_all_children\": true}} | root_files_only | value_error",
                "{\"filters\": {\"file_types_at_source\": [\"PAGE\"]}} | file_types_at_source | enum",
                "{\"filters\": {\"sync_statuses\": \"READY\"}} | sync_statuses | list_type",
                "{\"filters\": {\"ids\": [\"x\"]}} | ids | int_parsing",
                "{\"filters\": {\"tags_v2\": {\"AND\": [], \"OR\": []}}} | tags_v2 | value_error",
                "{\"pagination\": {\"limit\": -2}} | limit | greater_than_equal",
                "{\"pagination\": {\"offset\": -1}} | offset | greater_than_equal",
                "{\"presigned_url_expiry_time_seconds\": 0} | presigned_url_expiry_time_seconds | greater_than_equal"
            })
    void listing_wrongly_is_422_at_the_field(String body, String field, String type) {
        for (String path : List.of("/user_files_v2", "/user_files")) {
            CarbonServer.Reply reply = customer.ask(path, body);

            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.json().at("/detail/0/loc").toString()).contains("\"" + field + "\"");
            assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
        }
    }

    @Test
    void at_most_a_hundred_requests_and_uploads_can_be_named() {
        String hundred = String.join(",", Collections.nCopies(100, "\"x\""));

        for (String field : List.of("request_ids", "upload_ids")) {
            String filters = "{\"filters\": {\"" + field + "\": [%s]}}";
            assertThat(customer.ask("/user_files_v2", filters.formatted(hundred))
                            .status())
                    .isEqualTo(200);
            CarbonServer.Reply tooMany = customer.ask("/user_files_v2", filters.formatted(hundred + ",\"y\""));
            assertThat(tooMany.status()).isEqualTo(422);
            assertThat(tooMany.json().at("/detail/0/type").asString()).isEqualTo("too_long");
        }
    }

    @Test
    void files_are_found_by_the_request_and_upload_that_synced_them() {
        long mine = customer.file("a", "A", "READY");
        customer.file("b", "B", "READY");
        customer.database("UPDATE library_document SET request_id = 'r1', upload_id = 'u1' WHERE id = ?", mine);

        assertThat(ids(customer.ask("/user_files_v2", "{\"filters\": {\"request_ids\": [\"r1\", \"r2\"]}}")))
                .containsExactly(mine);
        assertThat(ids(customer.ask("/user_files_v2", "{\"filters\": {\"upload_ids\": [\"u1\"]}}")))
                .containsExactly(mine);
    }

    @Test
    void only_what_is_or_will_be_embedded_has_a_generator() {
        customer.file("a", "A", "READY");
        customer.database("UPDATE library_document SET depth = 'CHUNKS'");

        JsonNode file = only(customer.ask("/user_files_v2", "{}"));

        assertThat(file.at("/embedding_properties").size()).isZero();
        assertThat(file.at("/skip_embedding_generation").asBoolean()).isTrue();
        assertThat(customer.ask("/user_files_v2", "{\"filters\": {\"embedding_generators\": [\"OPENAI\"]}}")
                        .json()
                        .at("/count")
                        .asInt())
                .isZero();
    }
}
