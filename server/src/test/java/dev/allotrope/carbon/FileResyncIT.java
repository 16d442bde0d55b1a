package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Fetching a file again, and what stays as it is when that happens.
class FileResyncIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final String BODY = "<p>One line about printers.</p><p>Another line about scanners.</p>";

    private final TestCustomer customer = TestCustomer.of(server);

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

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "SYNCING"})
    void a_file_that_waits_or_is_worked_on_is_409(String status) {
        long id = customer.file("a:en_US", "Printer", status);

        CarbonServer.Reply reply = customer.ask("/resync_file", "{\"file_id\": %d}".formatted(id));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().at("/detail").isString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | file_id | missing",
                "{\"file_id\": \"x\"} | file_id | int_parsing",
                "{\"file_id\": <file>, \"chunk_size\": 0} | chunk_size | greater_than_equal",
                "{\"file_id\": <file>, \"chunk_size\": 5, \"chunk_overlap\": 5} | chunk_overlap | value_error",
                "{\"file_id\": <file>, \"force_embedding_generation\": null} | force_embedding_generation | bool_parsing"
            })
    void asking_wrongly_is_422_at_the_field(String body, String field, String type) {
        long id = customer.file("a:en_US", "Printer", "READY");

        CarbonServer.Reply reply = customer.ask("/resync_file", body.replace("<file>", "" + id));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @Test
    void new_settings_cut_the_same_text_anew() {
        JsonNode before = customer.sync("cut:en_US", BODY, "\"skip_embedding_generation\": true", "READY");
        assertThat(before.at("/skip_embedding_generation").asBoolean()).isTrue();
        assertThat(before.at("/file_statistics/num_embeddings").asInt(-1)).isZero();
        assertThat(before.at("/embedding_properties").size()).isZero();

        JsonNode after =
                resynced("cut:en_US", "\"chunk_size\": 8, \"chunk_overlap\": 0, \"force_embedding_generation\": true");

        assertThat(after.at("/id")).isEqualTo(before.at("/id"));
        assertThat(after.at("/chunk_size").asInt()).isEqualTo(8);
        assertThat(after.at("/chunk_overlap").asInt(-1)).isZero();
        assertThat(after.at("/skip_embedding_generation").asBoolean(true)).isFalse();
        assertThat(after.at("/file_statistics/num_embeddings").asInt()).isGreaterThan(1);
        assertThat(after.at("/embedding_properties/OPENAI/chunk_size").asInt()).isEqualTo(8);
        assertThat(after.at("/embedding_properties/OPENAI/model").asString()).contains("bge");
    }

    @Test
    void the_record_alone_loses_the_content_and_is_filled_by_the_next_resync() {
        JsonNode whole = customer.sync("record:en_US", BODY, "", "READY");
        long id = whole.at("/id").asLong();

        JsonNode record = customer.ask(
                        "/resync_file", "{\"file_id\": %d, \"skip_file_processing\": true}".formatted(id))
                .json();

        assertThat(record.at("/sync_status").asString()).isEqualTo("READY_TO_SYNC");
        assertThat(record.at("/file_statistics/file_size").isNull()).isTrue();
        assertThat(customer.get("/raw_file/" + id).status()).isEqualTo(404);
        assertThat(customer.ask("/embeddings", "{\"query\": \"printers\", \"k\": 3}")
                        .json()
                        .at("/documents")
                        .size())
                .isZero();
        JsonNode again = resynced("record:en_US", "\"skip_file_processing\": false");
        assertThat(again.at("/file_statistics").toString())
                .isEqualTo(whole.at("/file_statistics").toString());
        assertThat(customer.get("/raw_file/" + id).status()).isEqualTo(200);
    }

    @Test
    void deleted_content_comes_back() {
        long id = customer.sync("back:en_US", BODY, "", "READY").at("/id").asLong();
        customer.ask(
                "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}".formatted(id));

        JsonNode again = resynced("back:en_US", "\"chunk_size\": null");

        assertThat(again.at("/id").asLong()).isEqualTo(id);
        assertThat(again.at("/file_contents_deleted").asBoolean(true)).isFalse();
        assertThat(again.at("/file_statistics/num_embeddings").asInt()).isEqualTo(1);
    }

    private JsonNode resynced(String externalId, String fields) {
        String filters = "\"external_file_ids\": [\"%s\"]".formatted(externalId);
        long id = only(customer.ask("/user_files_v2", "{\"filters\": {" + filters + "}}"))
                .at("/id")
                .asLong();
        CarbonServer.Reply reply = customer.ask("/resync_file", "{\"file_id\": %d, %s}".formatted(id, fields));
        assertThat(reply.json().at("/sync_status").asString()).isEqualTo("QUEUED_FOR_SYNC");
        return customer.await(filters, "READY");
    }
}
