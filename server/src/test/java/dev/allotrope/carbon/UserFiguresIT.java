package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is answered about users and about their organization.
class UserFiguresIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private TestOrganization acme;

    @BeforeEach
    void an_organization_asks() {
        acme = TestOrganization.of(server);
    }

    @Test
    void a_user_without_anything_has_every_field() {
        long id = acme.tenant("ann").customer().value();

        JsonNode user = acme.post("/user", "{\"customer_id\": \"ann\"}").json();

        assertThat(user.at("/created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(without(user, "created_at", "updated_at")).isEqualTo("""
                {"id":%d,"organization_id":%s,"organization_supplied_user_id":"ann","deleted_at":null,"num_files_synced":0,\
                "num_characters_synced":0,"num_tokens_synced":0,"aggregate_file_size":{},"aggregate_num_characters":{},\
                "aggregate_num_tokens":{},"aggregate_num_embeddings":{},"aggregate_num_files_by_source":{},\
                "aggregate_num_files_by_file_format":{},"unique_file_tags":[],"enabled_features":{"sparse_vectors":true},\
                "custom_limits":{},"auto_sync_enabled_sources":[],"connector_settings":{}}""".formatted(id, acme.id()));
    }

    @Test
    void a_user_has_the_figures_of_files_that_are_ready() {
        acme.document("ann", "READY", "{\"team\": \"red\"}", 100, 80, 20, 3);
        acme.document("ann", "READY", "{\"team\": [\"blue\", \"red\"], \"year\": \"2026\"}", 10, 8, 2, 1);
        acme.document("ann", "FAILED", "{}", 1_000, 800, 200, 30);
        acme.document("bob", "READY", "{\"team\": \"green\"}", 1_000, 800, 200, 30);

        JsonNode user = acme.post("/user", "{\"customer_id\": \"ann\"}").json();

        assertThat(user.at("/num_files_synced").asLong()).isEqualTo(2);
        assertThat(user.at("/num_characters_synced").asLong()).isEqualTo(88);
        assertThat(user.at("/num_tokens_synced").asLong()).isEqualTo(22);
        assertThat(user.at("/aggregate_file_size").toString()).isEqualTo("{\"SALESFORCE\":110}");
        assertThat(user.at("/aggregate_num_characters").toString()).isEqualTo("{\"SALESFORCE\":88}");
        assertThat(user.at("/aggregate_num_tokens").toString()).isEqualTo("{\"SALESFORCE\":22}");
        assertThat(user.at("/aggregate_num_embeddings").toString()).isEqualTo("{\"SALESFORCE\":4}");
        assertThat(user.at("/aggregate_num_files_by_source").toString()).isEqualTo("{\"SALESFORCE\":2}");
        assertThat(user.at("/aggregate_num_files_by_file_format").toString()).isEqualTo("{\"SALESFORCE\":2}");
        assertThat(user.at("/unique_file_tags").valueStream().map(JsonNode::toString))
                .containsExactlyInAnyOrder("{\"team\":[\"blue\",\"red\"]}", "{\"year\":[\"2026\"]}");
    }

    @Test
    void only_chunks_that_have_vectors_count_as_embeddings() {
        acme.document("ann", "READY", "{}", 100, 80, 20, 3);
        acme.document("bob", "READY", "{}", 100, 80, 20, 30);
        acme.withoutVectors("bob");

        JsonNode bob = acme.post("/user", "{\"customer_id\": \"bob\"}").json();
        JsonNode organization = acme.get("/organization").json();

        assertThat(bob.at("/aggregate_num_embeddings").toString()).isEqualTo("{\"SALESFORCE\":0}");
        assertThat(bob.at("/aggregate_num_tokens").toString()).isEqualTo("{\"SALESFORCE\":20}");
        assertThat(organization.at("/aggregate_num_embeddings").toString()).isEqualTo("{\"SALESFORCE\":3}");
    }

    @Test
    void files_on_articles_are_counted_under_their_own_formats() {
        acme.document("ann", "READY", "{}", 100, 80, 20, 3);
        acme.document("ann", "READY", "{}", 100, 80, 20, 3);
        acme.attachment("ann", "pdf");
        acme.attachment("ann", "log");
        acme.attachment("ann", "txt");

        JsonNode user = acme.post("/user", "{\"customer_id\": \"ann\"}").json();
        JsonNode organization = acme.get("/organization").json();

        assertThat(user.at("/aggregate_num_files_by_source").toString()).isEqualTo("{\"SALESFORCE\":5}");
        assertThat(user.at("/aggregate_num_files_by_file_format").toString())
                .isEqualTo("{\"PDF\":1,\"SALESFORCE\":2,\"TXT\":2}");
        assertThat(organization.at("/aggregate_num_files_by_file_format"))
                .isEqualTo(user.at("/aggregate_num_files_by_file_format"));
    }

    @Test
    void a_user_is_shown_their_own_limits_and_the_sources_that_are_synced_in_fact() {
        acme.post("/organization/update", """
                {"global_user_config": {"auto_sync_enabled_sources": "ALL", "max_files": 9},
                 "data_source_configs": {"SALESFORCE": {"allowed_file_formats": ["SALESFORCE"]},
                                         "DEFAULT": {"google_workspace_docs_save_as": "TXT"}}}""");
        acme.post(
                "/update_users",
                "{\"customer_ids\": [\"ann\"], \"max_files\": 5, \"max_characters\": -1,"
                        + " \"auto_sync_interval\": 6}");

        JsonNode user = acme.post("/user", "{\"customer_id\": \"ann\"}").json();

        assertThat(user.at("/custom_limits").toString())
                .isEqualTo("{\"max_files\":5,\"max_characters\":-1,\"auto_sync_interval\":6}");
        assertThat(user.at("/auto_sync_enabled_sources").toString()).isEqualTo("[\"ALL\"]");
        assertThat(user.at("/connector_settings").toString())
                .isEqualTo("{\"DEFAULT\":{\"google_workspace_docs_save_as\":\"TXT\"},"
                        + "\"SALESFORCE\":{\"allowed_file_formats\":[\"SALESFORCE\"]}}");

        acme.post(
                "/update_users",
                "{\"customer_ids\": [\"ann\"], \"auto_sync_enabled_sources\": [\"SALESFORCE\", \"BOX\"]}");
        assertThat(acme.post("/user", "{\"customer_id\": \"ann\"}")
                        .json()
                        .at("/auto_sync_enabled_sources")
                        .toString())
                .isEqualTo("[\"BOX\",\"SALESFORCE\"]");
    }

    @Test
    void whoami_is_the_user_who_asks_and_comes_into_being_by_asking() {
        JsonNode asked = acme.get("new", "/whoami").json();

        assertThat(asked)
                .isEqualTo(acme.post("/user", "{\"customer_id\": \"new\"}").json());
        assertThat(server.get("/whoami", "authorization", "Token " + acme.token("new"))
                        .json())
                .isEqualTo(asked);
    }

    @Test
    void white_labeling_shows_what_a_client_may_know_of_limits_and_sources() {
        acme.post(
                "/organization/update", "{\"data_source_configs\": {\"BOX\": {\"allowed_file_formats\": [\"PDF\"]}}}");
        acme.post("/update_users", "{\"customer_ids\": [\"ann\"], \"max_files\": 5}");

        JsonNode shown = acme.get("ann", "/auth/v1/white_labeling").json();

        assertThat(shown.at("/custom_limits").toString()).isEqualTo("{\"max_files\":5}");
        assertThat(shown.at("/connector_settings").toString())
                .isEqualTo("{\"BOX\":{\"allowed_file_formats\":[\"PDF\"]}}");
    }

    @Test
    void a_user_who_is_not_known_is_not_found_and_not_created() {
        acme.tenant("ann");

        Reply reply = acme.post("/user", "{\"customer_id\": \"nobody\"}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().at("/detail").asString()).isEqualTo("a user with this customer id was not found");
        assertThat(names("{}")).containsExactly("ann");
        assertThat(acme.post("/user", "{}").status()).isEqualTo(422);
        assertThat(TestOrganization.of(server)
                        .post("/user", "{\"customer_id\": \"ann\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void users_are_listed_newest_first_without_a_count_unless_it_is_asked_for() {
        for (String name : List.of("a", "b", "c")) {
            acme.tenant(name);
        }

        JsonNode listed = acme.post("/list_users", "{}").json();

        assertThat(names("{}")).containsExactly("c", "b", "a");
        assertThat(listed.at("/count").isNull()).isTrue();
        assertThat(without(listed.at("/users/0"), "id", "created_at", "updated_at"))
                .isEqualTo("""
                {"organization_id":%s,"organization_supplied_user_id":"c","deleted_at":null,\
                "enabled_features":{"sparse_vectors":true},"custom_limits":{},"auto_sync_enabled_sources":[]}""".formatted(acme.id()));
        assertThat(acme.post("/list_users", "{\"include_count\": true, \"pagination\": {\"limit\": 1}}")
                        .json()
                        .at("/count")
                        .asLong())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order_dir\": \"asc\"}                                      | a,b,c",
                "{\"order_by\": \"updated_at\"}                                | a,c,b",
                "{\"order_by\": \"updated_at\", \"order_dir\": \"asc\"}        | b,c,a",
                "{\"pagination\": {\"limit\": 2}}                              | c,b",
                "{\"pagination\": {\"limit\": 2, \"offset\": 2}}               | a",
                "{\"pagination\": {\"limit\": -1}}                             | c,b,a",
                "{\"filters\": {\"customer_ids\": [\"a\", \"c\", \"x\"]}}      | c,a",
                "{\"filters\": {\"customer_ids\": []}}                         | ''",
                "{\"filters\": {\"carbon_user_ids\": [%a, \"%b\", 99999999999]}} | b,a",
                "{\"filters\": {\"customer_ids\": [\"a\"], \"carbon_user_ids\": [%b]}} | ''",
                "{\"filters\": {\"customer_ids\": null, \"carbon_user_ids\": null}} | c,b,a",
                "{\"pagination\": {\"starting_id\": %a}}                       | c,b"
            })
    void users_are_listed_as_asked(String body, String expected) {
        long a = acme.tenant("a").customer().value();
        long b = acme.tenant("b").customer().value();
        acme.tenant("c");
        acme.post("/update_users", "{\"customer_ids\": [\"a\"], \"max_files\": 5}");

        assertThat(String.join(",", names(body.replace("%a", "" + a).replace("%b", "" + b))))
                .isEqualTo(expected);
    }

    @Test
    void users_of_the_same_moment_are_in_the_order_of_their_ids() {
        for (String name : List.of("b", "c", "a")) {
            acme.tenant(name);
        }
        server.database()
                .transactions()
                .run(
                        acme.tenant("a"),
                        () -> server.database()
                                .transactions()
                                .run(
                                        new dev.allotrope.tenant.Scope.Organization(acme.id()),
                                        () -> server.database()
                                                .jdbc()
                                                .sql(
                                                        "UPDATE customer SET created_at = '2026-01-01Z' WHERE organization_id = ?")
                                                .param(acme.id().value())
                                                .update()));

        assertThat(names("{}")).containsExactly("a", "c", "b");
        assertThat(names("{\"order_dir\": \"asc\"}")).containsExactly("b", "c", "a");
    }

    @Test
    void a_feature_is_switched_off_and_on_by_the_user() {
        String switching = "{\"configuration_key_name\": \"sparse_vectors\", \"value\": {\"enabled\": %s}}";

        assertThat(acme.post("ann", "/modify_user_configuration", switching.formatted("false"))
                        .response()
                        .body())
                .isEqualTo("{\"success\":true}");
        assertThat(acme.get("ann", "/whoami").json().at("/enabled_features").toString())
                .isEqualTo("{\"sparse_vectors\":false}");

        acme.post("ann", "/modify_user_configuration", switching.formatted("true"));
        assertThat(acme.get("ann", "/whoami").json().at("/enabled_features").toString())
                .isEqualTo("{\"sparse_vectors\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"configuration_key_name\": \"flight\", \"value\": {\"enabled\": true}} | configuration_key_name",
                "{\"value\": {\"enabled\": true}}                                         | configuration_key_name",
                "{\"configuration_key_name\": \"sparse_vectors\"}                         | value",
                "{\"configuration_key_name\": \"sparse_vectors\", \"value\": {}}          | value/enabled",
                "{\"configuration_key_name\": \"sparse_vectors\", \"value\": true}        | value"
            })
    void a_feature_that_cannot_be_switched(String body, String loc) {
        Reply reply = acme.post("ann", "/modify_user_configuration", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").valueStream().skip(1).map(JsonNode::asString))
                .containsExactly(loc.split("/"));
    }

    @Test
    void the_organization_has_the_figures_of_all_its_users() {
        acme.document("ann", "READY", "{}", 100, 80, 20, 3);
        acme.document("bob", "READY", "{}", 10, 8, 2, 1);
        acme.document("bob", "QUEUED", "{}", 1_000, 800, 200, 30);
        TestOrganization.of(server).document("ann", "READY", "{}", 1_000, 800, 200, 30);
        Instant before = Instant.now();

        JsonNode shown = acme.get("/organization").json();

        assertThat(Instant.parse(shown.at("/file_statistics_aggregated_at").asString()))
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(without(shown, "file_statistics_aggregated_at", "created_at", "updated_at"))
                .isEqualTo("""
                {"id":%s,"name":"Acme","nickname":null,"remove_branding":true,"custom_branding":null,"custom_limits":{},\
                "aggregate_file_size":{"SALESFORCE":110},"aggregate_num_characters":{"SALESFORCE":88},\
                "aggregate_num_tokens":{"SALESFORCE":22},"aggregate_num_embeddings":{"SALESFORCE":4},\
                "aggregate_num_files_by_source":{"SALESFORCE":2},"aggregate_num_files_by_file_format":{"SALESFORCE":2},\
                "period_ends_at":null,"cancel_at_period_end":null,"connector_settings":{},"global_user_config":{},\
                "file_sync_usage":{},"logging_settings":{}}""".formatted(acme.id()));
    }

    @Test
    void the_organization_is_shown_what_it_set() {
        acme.post("/organization/update", """
                {"global_user_config": {"auto_sync_enabled_sources": ["SALESFORCE"], "auto_sync_interval": 12, "max_files": -1},
                 "data_source_configs": {"DEFAULT": {"allowed_file_formats": ["SALESFORCE"]}}}""");
        JsonNode shown = acme.get("/organization").json();

        assertThat(shown.at("/global_user_config").toString())
                .isEqualTo(
                        "{\"auto_sync_enabled_sources\":[\"SALESFORCE\"],\"max_files\":-1,\"auto_sync_interval\":12}");
        assertThat(shown.at("/connector_settings").toString())
                .isEqualTo("{\"DEFAULT\":{\"allowed_file_formats\":[\"SALESFORCE\"]}}");

        acme.post("/organization/update", "{\"global_user_config\": {\"auto_sync_enabled_sources\": \"ALL\"}}");
        assertThat(acme.get("/organization")
                        .json()
                        .at("/global_user_config/auto_sync_enabled_sources")
                        .asString())
                .isEqualTo("ALL");
    }

    @Test
    void statistics_are_summed_up_when_that_is_asked_for() {
        assertThat(acme.post("/organization/statistics", "").response().body()).isEqualTo("{\"success\":true}");
        assertThat(acme.post("/organization/statistics", "{}").status()).isEqualTo(200);
    }

    private List<String> names(String body) {
        Reply reply = acme.post("/list_users", body);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json()
                .at("/users")
                .valueStream()
                .map(user -> user.at("/organization_supplied_user_id").asString())
                .collect(Collectors.toList());
    }

    private static String without(JsonNode object, String... fields) {
        return ((tools.jackson.databind.node.ObjectNode) object.deepCopy())
                .remove(List.of(fields))
                .toString();
    }
}
