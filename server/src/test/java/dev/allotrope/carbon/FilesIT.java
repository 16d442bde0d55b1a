package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.ids;
import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

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
        customer.file("a:en_US", "Printer", "READY");
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
    void pages_of_every_order_cover_all_files_once() {
        List<Long> ids = Stream.of("a", "b", "c", "d", "e")
                .map(key -> customer.file(key, "Same name", "READY"))
                .toList();

        for (String order : List.of("created_at", "updated_at", "name", "last_sync", "file_size", "id")) {
            List<Long> seen = Stream.of(0, 2, 4)
                    .flatMap(offset -> ids(customer.ask("/user_files_v2", """
                            {"order_by": "%s", "order_dir": "desc", "pagination": {"limit": 2, "offset": %d}}""".formatted(order, offset))).stream())
                    .toList();

            assertThat(seen).as(order).containsExactlyElementsOf(ids.reversed());
        }
        assertThat(ids(customer.ask(
                        "/user_files_v2", "{\"pagination\": {\"starting_id\": \"%d\"}}".formatted(ids.get(3)))))
                .containsExactly(ids.get(4));
        assertThat(ids(customer.ask("/user_files_v2", "{\"pagination\": {\"limit\": 100000}}")))
                .hasSize(5);
    }

    @Test
    void links_to_raw_and_parsed_content_work_without_headers() {
        long id = customer.file("a:en_US", "Printer", "READY");
        customer.database(
                "UPDATE library_document SET fingerprint = repeat('0', 64), file_size = 9, num_characters = 2, num_tokens = 1,"
                        + " num_chunks = 1, num_windows = 1, last_sync = now() WHERE id = ?",
                id);
        customer.database(
                "INSERT INTO library_body (document_id, organization_id, customer_id, html, parsed)"
                        + " SELECT id, organization_id, customer_id, '<p>日本</p>', '日本' FROM library_document WHERE id = ?",
                id);

        JsonNode file = only(customer.ask("/user_files_v2", """
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
        customer.file("a:en_US", "Printer", "READY");

        assertThat(customer.ask("/delete_files_v2", body).status()).isEqualTo(422);
        assertThat(customer.ask("/user_files_v2", "{}").json().at("/count").asInt())
                .isEqualTo(1);
    }

    @Test
    void deleting_takes_the_file_or_only_its_content() {
        long gone = customer.file("a:en_US", "Printer", "READY");
        long kept = customer.file("b:en_US", "Scanner", "READY");

        customer.ask(
                "/delete_files_v2",
                "{\"filters\": {\"ids\": [\"%d\"], \"include_all_children\": true}}".formatted(gone));
        customer.ask(
                "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}".formatted(kept));

        JsonNode left = only(customer.ask("/user_files_v2", "{}"));
        assertThat(left.at("/id").asLong()).isEqualTo(kept);
        assertThat(left.at("/file_contents_deleted").asBoolean()).isTrue();
    }

    @Test
    void another_customer_sees_and_deletes_nothing() {
        long id = customer.file("a:en_US", "Printer", "READY");

        assertThat(server.ask("someone else", "/user_files_v2", "{\"filters\": {\"ids\": [%d]}}".formatted(id))
                        .json()
                        .at("/count")
                        .asInt())
                .isZero();
        assertThat(server.ask("someone else", "/resync_file", "{\"file_id\": %d}".formatted(id))
                        .status())
                .isEqualTo(404);
        server.ask("someone else", "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}}".formatted(id));
        assertThat(customer.ask("/user_files_v2", "{}").json().at("/count").asInt())
                .isEqualTo(1);
    }

    @Test
    void a_file_in_work_cannot_be_synced_again() {
        long id = customer.file("a:en_US", "Printer", "SYNCING");

        assertThat(customer.ask("/resync_file", "{\"file_id\": %d}".formatted(id))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_file_that_is_synced_again_is_queued() {
        long id = customer.file("a:en_US", "Printer", "READY");

        CarbonServer.Reply reply = customer.ask("/resync_file", "{\"file_id\": %d, \"chunk_size\": 300}".formatted(id));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/id").asLong()).isEqualTo(id);
        assertThat(reply.json().at("/sync_status").asString()).isEqualTo("QUEUED_FOR_SYNC");
        assertThat(reply.json().at("/chunk_size").asInt()).isEqualTo(300);
    }

    private static String local(String link) {
        return link.substring("http://localhost:8000".length());
    }
}
