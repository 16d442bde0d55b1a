package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.ids;
import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Deleting files, both ways of asking.
class FileDeletionIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

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
    void a_file_without_content_tells_so_and_keeps_no_figures() {
        long id = customer.processed("a:en_US", "<p>text</p>");

        CarbonServer.Reply reply = customer.ask(
                "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}".formatted(id));
        JsonNode file = only(
                customer.ask("/user_files_v2", "{\"include_raw_file\": true, \"include_parsed_text_file\": true}"));

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(file.at("/file_contents_deleted").asBoolean()).isTrue();
        assertThat(file.at("/file_statistics/file_size").isNull()).isTrue();
        assertThat(file.at("/file_statistics/num_embeddings").isNull()).isTrue();
        assertThat(file.at("/file_statistics/file_format").asString()).isEqualTo("SALESFORCE");
        assertThat(file.at("/presigned_url").isNull()).isTrue();
        assertThat(file.at("/parsed_text_url").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"file_ids\": [<ready>]}                                                 | failed,new",
                "{\"file_ids\": [\"<ready>\", 99999999999], \"delete_child_files\": true}  | failed,new",
                "{\"sync_statuses\": [\"SYNC_ERROR\"]}                                     | ready,new",
                "{\"file_ids\": [<ready>, <failed>], \"sync_statuses\": [\"SYNC_ERROR\"]}  | ready,new",
                "{\"delete_non_synced_only\": true, \"send_webhook\": false}               | ready",
                "{\"delete_non_synced_only\": true, \"sync_statuses\": [\"QUEUED_FOR_SYNC\"]} | ready,failed",
                "{\"file_ids\": [<ready>], \"delete_non_synced_only\": true}               | ready,failed,new"
            })
    void the_older_way_deletes_what_meets_all_that_is_asked(String body, String left) {
        long ready = customer.processed("ready", "<p>text</p>");
        long failed = customer.file("failed", "Failed", "FAILED");
        customer.file("new", "New", "QUEUED");

        CarbonServer.Reply reply = customer.ask(
                "/delete_files", body.replace("<ready>", "" + ready).replace("<failed>", "" + failed));

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(externalIds()).containsExactly(left.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"file_ids\": []}",
                "{\"file_ids\": null, \"sync_statuses\": [], \"delete_child_files\": true}"
            })
    void the_older_way_is_as_careful(String body) {
        customer.file("a:en_US", "Printer", "READY");

        assertThat(customer.ask("/delete_files", body).status()).isEqualTo(422);
        assertThat(ids(customer.ask("/user_files_v2", "{}"))).hasSize(1);
    }

    @Test
    void another_customer_deletes_nothing_the_older_way() {
        long id = customer.file("a:en_US", "Printer", "READY");

        assertThat(server.ask("someone else", "/delete_files", "{\"file_ids\": [%d]}".formatted(id))
                        .status())
                .isEqualTo(200);
        assertThat(ids(customer.ask("/user_files_v2", "{}"))).containsExactly(id);
    }

    private List<String> externalIds() {
        return customer.ask("/user_files_v2", "{\"order_by\": \"id\"}").json().at("/results").values().stream()
                .map(file -> file.at("/external_file_id").asString())
                .toList();
    }
}
