package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is behind a file: its links, and where its vectors are.
class FileContentIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final TestCustomer customer = TestCustomer.of(server);

    @Test
    void links_to_raw_and_parsed_content_work_without_headers() {
        customer.processed("a:en_US", "<p>日本</p>");

        JsonNode file = only(customer.ask("/user_files_v2", """
                {"include_raw_file": true, "include_parsed_text_file": true, "presigned_url_expiry_time_seconds": 60}"""));
        CarbonServer.Reply raw = customer.follow(file.at("/presigned_url").asString());
        CarbonServer.Reply parsed = customer.follow(file.at("/parsed_text_url").asString());

        assertThat(raw.response().body()).isEqualTo("<p>日本</p>");
        assertThat(raw.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(raw.header("content-security-policy")).startsWith("sandbox");
        assertThat(parsed.response().body()).isEqualTo("日本");
        assertThat(customer.follow(file.at("/presigned_url").asString().replace("/raw", "/parsed"))
                        .status())
                .isEqualTo(403);
        assertThat(server.get("/file_links/1/1/1/raw?expires=x&signature=y").status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({"raw_file, <p>text</p>, text/html;charset=UTF-8", "parsed_file, text, text/plain;charset=UTF-8"})
    void the_older_calls_answer_one_link(String call, String content, String type) {
        long id = customer.processed("a:en_US", "<p>text</p>");

        CarbonServer.Reply reply = customer.get("/" + call + "/" + id);
        CarbonServer.Reply behind =
                customer.follow(reply.json().at("/presigned_url").asString());

        assertThat(reply.json().propertyNames()).containsExactly("presigned_url");
        assertThat(behind.response().body()).isEqualTo(content);
        assertThat(behind.header("content-type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw_file", "parsed_file"})
    void what_is_not_there_has_no_link(String call) {
        long never = customer.file("a:en_US", "Printer", "QUEUED");
        long wiped = customer.processed("b:en_US", "<p>text</p>");
        customer.ask(
                "/delete_files_v2", "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}".formatted(wiped));

        assertThat(customer.get("/" + call + "/" + never).status()).isEqualTo(404);
        assertThat(customer.get("/" + call + "/" + wiped).status()).isEqualTo(404);
        assertThat(customer.get("/" + call + "/99999999999").status()).isEqualTo(404);
        assertThat(customer.get("/" + call + "/first").status()).isEqualTo(422);
        assertThat(customer.get("/" + call + "/first")
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"path\",\"file_id\"]");
    }

    @Test
    void a_link_dies_with_its_file() {
        long id = customer.processed("a:en_US", "<p>text</p>");
        String link = link(id);
        assertThat(customer.follow(link).status()).isEqualTo(200);

        customer.ask("/delete_files_v2", "{\"filters\": {\"ids\": [%d]}}".formatted(id));

        assertThat(customer.follow(link).status()).isEqualTo(404);
    }

    @Test
    void a_link_can_be_asked_for_its_head_and_by_a_page_of_any_origin() {
        String path = TestCustomer.local(link(customer.processed("a:en_US", "<p>text</p>")));

        CarbonServer.Reply head = server.send(server.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        CarbonServer.Reply preflight = server.send(
                server.request(path, "Origin", "https://app.example", "Access-Control-Request-Method", "GET")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(head.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(head.header("content-length")).isEqualTo("11");
        assertThat(head.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(head.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("access-control-allow-methods")).contains("GET");
    }

    @Test
    void a_link_that_was_changed_or_has_expired_is_refused_in_json() {
        String link = link(customer.processed("a:en_US", "<p>text</p>"));
        long stranger = TestCustomer.of(server).tenant().customer().value();

        for (String wrong : List.of(
                link.replaceAll("expires=\\d+", "expires=9999999999"),
                link.replaceAll("expires=\\d+", "expires=1"),
                link.substring(0, link.length() - 1) + "!",
                link.replaceAll("(file_links/\\d+)/\\d+", "$1/" + stranger))) {
            CarbonServer.Reply reply = customer.follow(wrong);
            assertThat(reply.status()).as(wrong).isEqualTo(403);
            assertThat(reply.json().at("/detail").asString()).startsWith("could not open the link");
            assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
        }
        assertThat(customer.follow(link.replace("&signature", "&other")).status())
                .isEqualTo(422);
    }

    @Test
    void additional_files_are_asked_for_and_there_are_none() {
        customer.processed("a:en_US", "<p>text</p>");

        assertThat(only(customer.ask("/user_files_v2", "{\"include_additional_files\": true}"))
                        .at("/additional_presigned_urls")
                        .toString())
                .isEqualTo("{}");
        assertThat(only(customer.ask("/user_files_v2", "{}"))
                        .at("/additional_presigned_urls")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/move_to_hot_storage            | {}",
                "/move_to_hot_storage            | {\"filters\": {\"ids\": [1], \"source\": \"SALESFORCE\"}}",
                "/modify_cold_storage_parameters | {\"filters\": {}, \"enable_cold_storage\": true, \"hot_storage_time_to_live\": 60}",
                "/modify_cold_storage_parameters | {\"enable_cold_storage\": null, \"hot_storage_time_to_live\": null}"
            })
    void everything_is_in_hot_storage_and_stays_there(String path, String body) {
        customer.processed("a:en_US", "<p>text</p>");
        JsonNode before = only(customer.ask("/user_files_v2", "{}"));

        CarbonServer.Reply reply = customer.ask(path, body);

        assertThat(reply.response().body()).isEqualTo("true");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(only(customer.ask("/user_files_v2", "{}"))).isEqualTo(before);
        assertThat(before.at("/embedding_storage_status").asString()).isEqualTo("HOT_STORAGE");
        assertThat(before.at("/supports_cold_storage").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/move_to_hot_storage            | {\"filters\": {\"ids\": [\"x\"]}}                                      | ids",
                "/move_to_hot_storage            | {\"filters\": {\"root_files_only\": true, \"parent_file_ids\": []}}      | root_files_only",
                "/modify_cold_storage_parameters | {\"hot_storage_time_to_live\": 0}                                      | hot_storage_time_to_live",
                "/modify_cold_storage_parameters | {\"enable_cold_storage\": \"maybe\"}                                   | enable_cold_storage",
                "/modify_cold_storage_parameters | {\"filters\": {\"root_files_only\": true, \"include_all_children\": true}} | root_files_only"
            })
    void asking_for_storage_wrongly_is_422_at_the_field(String path, String body, String field) {
        CarbonServer.Reply reply = customer.ask(path, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString()).contains("\"" + field + "\"");
    }

    private String link(long id) {
        return customer.get("/raw_file/" + id).json().at("/presigned_url").asString();
    }
}
