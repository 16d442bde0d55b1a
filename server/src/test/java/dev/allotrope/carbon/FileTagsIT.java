package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A customer's own tags on files.
class FileTagsIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void tags_are_put_over_those_of_the_same_key_as_texts_and_lists_of_texts() {
        long id = customer.file("a:en_US", "Printer", "READY");

        JsonNode file = create(
                        id,
                        "{\"team\": [\"blue\", 2, true], \"floor\": 4, \"open\": false, \"share\": 0.5, \"none\": []}")
                .json();

        assertThat(file.at("/id").asLong()).isEqualTo(id);
        assertThat(file.at("/tags").toString())
                .isEqualTo(
                        "{\"none\":[],\"open\":\"false\",\"team\":[\"blue\",\"2\",\"true\"],\"floor\":\"4\",\"share\":\"0.5\"}");
        assertThat(create(id, "{}").json().at("/tags")).isEqualTo(file.at("/tags"));
    }

    @Test
    void tags_are_taken_off_by_their_keys() {
        long id = customer.file("a:en_US", "Printer", "READY");
        create(id, "{\"floor\": \"4\", \"room\": \"7\"}");
        JsonNode before = only(customer.ask("/user_files_v2", "{}"));

        JsonNode after = delete(id, "[\"team\", \"floor\", \"unknown\"]").json();

        assertThat(after.at("/tags").toString()).isEqualTo("{\"room\":\"7\"}");
        assertThat(after.at("/updated_at").asString())
                .isGreaterThan(before.at("/updated_at").asString());
        assertThat(only(customer.ask("/user_files_v2", "{}"))).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db_embedding_id",
                "organization_id",
                "user_id",
                "organization_user_file_id",
                "salesforce_language",
                "salesforce_"
            })
    void keys_that_are_not_the_customers_are_refused_and_nothing_changes(String key) {
        long id = customer.file("a:en_US", "Printer", "READY");

        CarbonServer.Reply created = create(id, "{\"fine\": \"1\", \"%s\": \"x\"}".formatted(key));
        CarbonServer.Reply deleted = delete(id, "[\"team\", \"%s\"]".formatted(key));

        assertThat(created.status()).isEqualTo(422);
        assertThat(created.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"tags\"]");
        assertThat(deleted.status()).isEqualTo(422);
        assertThat(only(customer.ask("/user_files_v2", "{}")).at("/tags").toString())
                .isEqualTo("{\"team\":\"red\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/create_user_file_tags | {\"organization_user_file_id\": 1} | tags | missing",
                "/create_user_file_tags | {\"tags\": {}} | organization_user_file_id | missing",
                "/create_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": [\"a\"]} | tags | dict_type",
                "/create_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": {\"a\": {}}} | tags | tag_type",
                "/create_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": {\"a\": null}} | tags | tag_type",
                "/create_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": {\"a\": [[\"b\"]]}} | tags | tag_type",
                "/delete_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": {\"a\": \"b\"}} | tags | list_type",
                "/delete_user_file_tags | {\"organization_user_file_id\": 1, \"tags\": [1]} | tags | string_type"
            })
    void asking_wrongly_is_422_at_the_field(String path, String body, String field, String type) {
        CarbonServer.Reply reply = customer.ask(path, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asString()).isEqualTo(field);
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @Test
    void a_file_that_is_not_the_customers_is_404() {
        assertThat(create(99_999_999_999L, "{\"a\": \"b\"}").status()).isEqualTo(404);
        assertThat(delete(0, "[\"a\"]").status()).isEqualTo(404);
    }

    @Test
    void there_is_a_limit_on_tags_and_on_each_of_them() {
        long id = customer.file("a:en_US", "Printer", "READY");

        assertThat(create(id, tags(0, 500)).status()).isEqualTo(400);
        assertThat(create(id, "{\"a\": \"%s\"}".formatted("x".repeat(4_001))).status())
                .isEqualTo(422);
        assertThat(create(id, "{\"%s\": \"x\"}".formatted("a".repeat(4_001))).status())
                .isEqualTo(422);
        assertThat(create(id, "{\"a\": \"%s\"}".formatted("x".repeat(4_000))).status())
                .isEqualTo(200);
        assertThat(only(customer.ask("/user_files_v2", "{}")).at("/tags").propertyNames())
                .containsExactlyInAnyOrder("team", "a");
    }

    @Test
    void syncing_again_and_again_adds_no_more_tags_than_a_file_may_have() {
        customer.sync("many:en_US", "<p>Ink for printers.</p>", "\"tags\": " + tags(0, 300), "READY");
        String file = "{\"data_source_id\": %s, \"ids\": [\"many:en_US\"], \"request_id\": \"again\", \"tags\": %s}";

        CarbonServer.Reply beyond =
                customer.ask("/integrations/files/sync", file.formatted(customer.connection(), tags(299, 501)));
        CarbonServer.Reply within =
                customer.ask("/integrations/files/sync", file.formatted(customer.connection(), tags(299, 500)));

        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.json().at("/detail").asString()).contains("more than 500 tags; delete some first");
        assertThat(within.status()).isEqualTo(200);
        assertThat(customer.await("\"request_ids\": [\"again\"]", "READY")
                        .at("/tags")
                        .size())
                .isGreaterThanOrEqualTo(500);
    }

    /// Those of these numbers.
    private static String tags(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"key%d\": \"x\"".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void own_tags_survive_a_new_revision_and_are_searched_at_once() {
        long id = customer.sync("tags:en_US", "<p>Ink for printers.</p>", "", "READY")
                .at("/id")
                .asLong();
        create(id, "{\"tier\": [\"gold\", \"silver\"]}");
        assertThat(found("gold")).isEqualTo(1);

        JsonNode changed =
                customer.sync("tags:en_US", "<p>Toner for printers.</p>", "\"tags\": {\"room\": \"7\"}", "READY");

        assertThat(changed.at("/tags/tier").toString()).isEqualTo("[\"gold\",\"silver\"]");
        assertThat(changed.at("/tags/room").asString()).isEqualTo("7");
        assertThat(changed.at("/tags/salesforce_language").asString()).isEqualTo("en_US");
        assertThat(found("silver")).isEqualTo(1);
        delete(id, "[\"tier\"]");
        assertThat(found("gold")).isZero();
    }

    private int found(String tier) {
        server.followed(customer.tenant());
        return customer.ask("/embeddings", """
                        {"query": "printers", "k": 3, "tags_v2": {"AND": [{"key": "tier", "value": "%s"}]}}""".formatted(tier))
                .json()
                .at("/documents")
                .size();
    }

    private CarbonServer.Reply create(long id, String tags) {
        return customer.ask(
                "/create_user_file_tags", "{\"organization_user_file_id\": %d, \"tags\": %s}".formatted(id, tags));
    }

    private CarbonServer.Reply delete(long id, String keys) {
        return customer.ask(
                "/delete_user_file_tags", "{\"organization_user_file_id\": \"%d\", \"tags\": %s}".formatted(id, keys));
    }
}
