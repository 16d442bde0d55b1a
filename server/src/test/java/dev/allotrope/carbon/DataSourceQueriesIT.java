package dev.allotrope.carbon;

import static dev.allotrope.carbon.TestCustomer.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.ApiKeys;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Lists of data sources and their tags: an organization with the customers ann, who has three, and bob, who has
/// one.
class DataSourceQueriesIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private String key = "";
    private Tenant ann;
    private long first;
    private long second;
    private long third;
    private long bobs;

    @BeforeEach
    void four_data_sources() {
        OrganizationId organization =
                server.bean(Organizations.class).create("o").id();
        key = server.bean(ApiKeys.class).create(organization, "k").text().reveal();
        ann = server.bean(Customers.class).named(organization, "ann").tenant();
        Tenant bob = server.bean(Customers.class).named(organization, "bob").tenant();
        first = source(ann, "{\"team\": \"red\", \"plan\": [\"a\", \"b\"]}");
        second = source(ann, "{\"team\": \"blue\"}");
        third = source(ann, "{}");
        bobs = source(bob, "{\"team\": \"red\"}");
        change(ann, "UPDATE connection SET created_at = '2024-01-01', updated_at = '2024-01-01' WHERE id <> ?", third);
    }

    @Test
    void an_organization_sees_the_data_sources_of_all_its_customers_and_of_no_other() {
        source(new TestCustomerOfAnother().tenant(), "{}");
        JsonNode answer = post("/data_sources", "{}").json();

        assertThat(answer.at("/count").asInt()).isEqualTo(4);
        assertThat(Stream.of(0, 1, 2, 3)
                        .map(i -> answer.at("/results/" + i + "/organization_supplied_user_id")
                                .asString()))
                .containsExactlyInAnyOrder("ann", "ann", "ann", "bob");
        assertThat(answer.at("/results/0/enable_auto_sync").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data_sources", "/user_data_sources"})
    void both_lists_know_every_order_with_ties_by_id(String path) {
        assertThat(only(path, "{\"order_by\": \"created_at\"}")).containsExactly(first, second, third);
        assertThat(only(path, "{\"order_by\": \"created_at\", \"order_dir\": \"desc\"}"))
                .containsExactly(third, second, first);
        assertThat(only(path, "{}")).containsExactly(first, second, third);
        assertThat(only(path, "{\"order_by\": \"updated_at\", \"order_dir\": \"desc\"}"))
                .containsExactly(third, second, first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data_sources", "/user_data_sources"})
    void both_lists_are_paged_while_the_count_stays_whole(String path) {
        CarbonServer.Reply page = post(path, of("\"pagination\": {\"limit\": 1, \"offset\": 1}"));

        assertThat(ids(page)).containsExactly(second);
        assertThat(page.json().at("/count").asInt()).isEqualTo(3);
        assertThat(ids(post(path, of("\"pagination\": {\"starting_id\": %d}".formatted(first)))))
                .containsExactly(second, third);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"team\": \"red\"}                                                                  | 1",
                "{\"team\": [\"red\", \"blue\"]}                                                      | 1,2",
                "{\"plan\": \"b\"}                                                                    | 1",
                "{\"team\": \"red\", \"plan\": \"c\"}                                                 | ''",
                "{}                                                                                 | 1,2,3",
                "{\"OR\": [{\"key\": \"team\", \"value\": \"blue\"}, {\"key\": \"plan\", \"value\": \"a\"}]} | 1,2",
                "{\"AND\": [{\"key\": \"team\", \"value\": \"red\", \"negate\": true}]}                 | 2,3",
            })
    void tags_are_filtered_flat_and_as_a_tree_in_both_lists(String tags, String kept) {
        List<Long> expected = Stream.of(kept.split(","))
                .filter(text -> !text.isEmpty())
                .map(place -> List.of(first, second, third).get(Integer.parseInt(place) - 1))
                .toList();

        for (String path : List.of("/data_sources", "/user_data_sources")) {
            CarbonServer.Reply reply = post(
                    path,
                    "{\"filters\": {\"ids\": [%d, %d, \"%d\"], \"tags\": %s}}".formatted(first, second, third, tags));
            assertThat(ids(reply)).isEqualTo(expected);
            assertThat(reply.json().at("/count").asInt()).isEqualTo(expected.size());
        }
    }

    @Test
    void the_other_filters_keep_what_they_name() {
        assertThat(ids(post("/data_sources", "{\"filters\": {\"ids\": []}}"))).isEmpty();
        assertThat(ids(post("/data_sources", "{\"filters\": {\"ids\": [%d]}}".formatted(bobs))))
                .containsExactly(bobs);
        assertThat(ids(post("/user_data_sources", "{\"filters\": {\"ids\": [%d]}}".formatted(bobs))))
                .isEmpty();
        assertThat(ids(post("/data_sources", "{\"filters\": {\"source\": \"SALESFORCE\"}}")))
                .hasSize(4);
        assertThat(ids(post("/data_sources", "{\"filters\": {\"source\": \"NOTION\"}}")))
                .isEmpty();
        post("/revoke_access_token", "{\"data_source_id\": %d}".formatted(second));
        assertThat(ids(post("/data_sources", "{\"filters\": {\"revoked_access\": true}}")))
                .containsExactly(second);
        assertThat(ids(post("/user_data_sources", "{\"filters\": {\"revoked_access\": false}}")))
                .containsExactly(first, third);
    }

    @Test
    void tags_are_laid_over_those_that_are_there() {
        JsonNode before = result("/user_data_sources", first);
        JsonNode after = post(
                        "/data_sources/tags/add",
                        "{\"data_source_id\": \"%d\", \"tags\": {\"team\": \"green\", \"tier\": [1, true]}}"
                                .formatted(first))
                .json();

        assertThat(after.at("/id").asLong()).isEqualTo(first);
        assertThat(after.at("/tags/team").asString()).isEqualTo("green");
        assertThat(after.at("/tags/tier").toString()).isEqualTo("[\"1\",\"true\"]");
        assertThat(after.at("/tags/plan").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(after.at("/updated_at").asString())
                .isGreaterThan(before.at("/updated_at").asString());
        assertThat(result("/user_data_sources", first)).isEqualTo(after);
    }

    @Test
    void tags_are_removed_by_name_or_all_at_once() {
        assertThat(removed(", \"tags_to_remove\": [\"plan\", \"unknown\"]")).isEqualTo("{\"team\":\"red\"}");
        assertThat(removed("")).isEqualTo("{\"team\":\"red\"}");
        assertThat(removed(", \"tags_to_remove\": [], \"remove_all_tags\": false"))
                .isEqualTo("{\"team\":\"red\"}");
        assertThat(removed(", \"tags_to_remove\": [\"x\"], \"remove_all_tags\": true"))
                .isEqualTo("{}");
    }

    @Test
    void there_is_a_limit_on_tags_and_on_each_of_them() {
        String before = result("/user_data_sources", first).at("/tags").toString();
        String many = IntStream.range(0, 500)
                .mapToObj(i -> "\"key%d\": \"x\"".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(added(many)).isEqualTo(400);
        assertThat(added(many.replace("{", "{\"another\": \"x\","))).isEqualTo(422);
        assertThat(added("{\"a\": \"%s\"}".formatted("x".repeat(4_001)))).isEqualTo(422);
        assertThat(added("{\"%s\": \"x\"}".formatted("a".repeat(4_001)))).isEqualTo(422);

        assertThat(result("/user_data_sources", first).at("/tags").toString()).isEqualTo(before);
    }

    private int added(String tags) {
        return post("/data_sources/tags/add", "{\"data_source_id\": %d, \"tags\": %s}".formatted(first, tags))
                .status();
    }

    @Test
    void tags_of_a_data_source_that_is_not_there_are_404() {
        assertThat(post("/data_sources/tags/add", "{\"data_source_id\": %d, \"tags\": {}}".formatted(bobs))
                        .status())
                .isEqualTo(404);
        assertThat(post("/data_sources/tags/remove", "{\"data_source_id\": 5000000000}")
                        .status())
                .isEqualTo(404);
        assertThat(post("/data_sources/tags/add", "{\"data_source_id\": %d}".formatted(first))
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",\"tags\"]");
    }

    @Test
    void disconnecting_shows_the_action_and_a_run_that_ends_afterwards_changes_nothing() {
        assertThat(post("/revoke_access_token", "{\"data_source_id\": %d}".formatted(first))
                        .response()
                        .body())
                .isEqualTo("{\"success\":true}");
        server.bean(Connections.class)
                .failed(ann, new dev.allotrope.kernel.ConnectionId(first), "the authorization ended");

        JsonNode source = result("/user_data_sources", first);
        assertThat(source.at("/last_sync_action").asString()).isEqualTo("REVOKE");
        assertThat(source.at("/revoked_access").asBoolean()).isTrue();
        assertThat(source.at("/sync_status").asString()).isEqualTo("READY");
        assertThat(source.at("/data_source_metadata").toString()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/integrations/", "/integrations", "//integrations/?include_files=true"})
    void early_components_poll_the_data_sources_in_use_with_their_files(String path) {
        long file = file(first);
        post("/revoke_access_token", "{\"data_source_id\": %d}".formatted(second));

        JsonNode answer = get(path).json().at("/active_integrations");

        assertThat(answer.size()).isEqualTo(2);
        assertThat(answer.at("/0/id").asLong()).isEqualTo(first);
        assertThat(answer.at("/1/id").asLong()).isEqualTo(third);
        assertThat(answer.at("/0/data_source_type").asString()).isEqualTo("SALESFORCE");
        assertThat(answer.at("/0/data_source_external_id").asString()).startsWith("SALESFORCE|");
        assertThat(answer.at("/0/last_sync_action").asString()).isEqualTo("ADD");
        assertThat(answer.at("/0/last_synced_at").isString()).isTrue();
        assertThat(answer.at("/0/synced_files/0/id").asLong()).isEqualTo(file);
        assertThat(answer.at("/0/synced_files/0/updated_at").isString()).isTrue();
        assertThat(answer.at("/1/synced_files").size()).isZero();
    }

    @Test
    void later_components_poll_without_files() {
        file(first);

        JsonNode answer = get("/integrations/?include_files=false").json();

        assertThat(answer.at("/active_integrations/0/synced_files").isNull()).isTrue();
    }

    @Test
    void a_file_can_be_deleted_the_old_way_once() {
        long file = file(first);

        assertThat(delete("/deletefile/" + file).response().body()).isEqualTo("{\"success\":true}");
        assertThat(ids(post("/user_files_v2", "{}"))).isEmpty();
        assertThat(delete("/deletefile/" + file + "/").status()).isEqualTo(404);
        assertThat(delete("/deletefile/abc").json().at("/detail/0/loc").toString())
                .isEqualTo("[\"path\",\"file_id\"]");
    }

    /// The tenant of an organization that must not be seen.
    private record TestCustomerOfAnother() {
        Tenant tenant() {
            OrganizationId other =
                    server.bean(Organizations.class).create("other").id();
            return server.bean(Customers.class).named(other, "ann").tenant();
        }
    }

    private String removed(String more) {
        return post("/data_sources/tags/remove", "{\"data_source_id\": %d%s}".formatted(first, more))
                .json()
                .at("/tags")
                .toString();
    }

    /// The ids of ann's three, asked for as part of a request.
    private List<Long> only(String path, String body) {
        return ids(post(path, of(body.substring(1, body.length() - 1))));
    }

    private String of(String more) {
        String ids = "\"filters\": {\"ids\": [%d, %d, %d]}".formatted(first, second, third);
        return "{" + ids + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    private JsonNode result(String path, long id) {
        return post(path, "{\"filters\": {\"ids\": [%d]}}".formatted(id)).json().at("/results/0");
    }

    private CarbonServer.Reply post(String path, String body) {
        return server.post(path, body, headers());
    }

    private CarbonServer.Reply get(String path) {
        return server.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(server.uri("") + path))
                .headers(headers()));
    }

    private CarbonServer.Reply delete(String path) {
        return server.send(server.request(path, headers()).DELETE());
    }

    private String[] headers() {
        return new String[] {"authorization", "Bearer " + key, "customer-id", "ann"};
    }

    private static long source(Tenant tenant, String tags) {
        long id = TestConnections.connection(server.database(), tenant);
        change(tenant, "UPDATE connection SET tags = '" + tags + "' WHERE id = ?", id);
        return id;
    }

    private long file(long source) {
        return server.database()
                .transactions()
                .in(
                        ann,
                        () -> server.database()
                                .jdbc()
                                .sql("""
                        INSERT INTO library_document (organization_id, customer_id, connection_id, external_id, name, status,
                            chunk_size, chunk_overlap, depth, embedding_model, prepend_name, sparse_vectors, position)
                        VALUES (?, ?, ?, 'kA0:en_US', 'VPN', 'READY', 1500, 20, 'EMBEDDINGS', 'OPENAI', false, false, 0)
                        RETURNING id""")
                                .params(
                                        ann.organization().value(),
                                        ann.customer().value(),
                                        source)
                                .query(Long.class)
                                .single());
    }

    private static void change(Tenant tenant, String sql, long id) {
        server.database()
                .transactions()
                .run(tenant, () -> server.database().jdbc().sql(sql).param(id).update());
    }
}
