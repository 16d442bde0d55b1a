package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Revocation;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.notify.RecordingReceiver;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.ApiKeys;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WebhooksIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Duration SOON = Duration.ofSeconds(60);

    private final OrganizationId organization =
            server.bean(Organizations.class).create("acme").id();
    private final String key =
            server.bean(ApiKeys.class).create(organization, "key").text().reveal();

    @Test
    void a_webhook_is_told_its_signing_key_once() {
        CarbonServer.Reply added = ask("/add_webhook", "{\"url\": \" http://localhost:9/carbon \"}");

        assertThat(added.status()).isEqualTo(200);
        assertThat(names(added.json()))
                .containsExactlyInAnyOrder(
                        "id",
                        "organization_id",
                        "url",
                        "signing_key",
                        "status",
                        "status_reason",
                        "created_at",
                        "updated_at");
        assertThat(added.json().at("/organization_id").asLong()).isEqualTo(organization.value());
        assertThat(added.json().at("/url").asString()).isEqualTo("http://localhost:9/carbon");
        assertThat(added.json().at("/signing_key").asString()).matches("[0-9a-f]{32}");
        assertThat(added.json().at("/status").asString()).isEqualTo("ACTIVE");
        assertThat(added.json().at("/status_reason").isNull()).isTrue();
        assertThat(added.json().at("/created_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        JsonNode listed = ask("/webhooks", "{}").json();
        assertThat(listed.at("/count").asInt()).isEqualTo(1);
        assertThat(names(listed.at("/results/0")))
                .containsExactlyInAnyOrder(
                        "id", "organization_id", "url", "status", "status_reason", "created_at", "updated_at");
    }

    @Test
    void the_signing_key_is_not_readable_in_the_database() {
        String signingKey = ask("/add_webhook", "{\"url\": \"http://localhost:9/\"}")
                .json()
                .at("/signing_key")
                .asString();

        String stored = server.database()
                .transactions()
                .in(
                        new Scope.Organization(organization),
                        () -> server.database()
                                .jdbc()
                                .sql("SELECT to_jsonb(w)::text FROM notify_webhook w")
                                .query(String.class)
                                .single());
        assertThat(stored).doesNotContain(signingKey).contains("\"k1.");
    }

    @Test
    void an_organization_has_at_most_three() {
        add("a");
        add("b");
        add("c");

        CarbonServer.Reply fourth = ask("/add_webhook", "{\"url\": \"http://localhost:9/d\"}");

        assertThat(fourth.status()).isEqualTo(400);
        assertThat(fourth.json().at("/detail").asString())
                .isEqualTo("could not add a webhook: an organization has at most 3; delete one that is not needed");
        assertThat(ask("/webhooks", "{}").json().at("/count").asInt()).isEqualTo(3);
    }

    @Test
    void a_url_is_added_once() {
        long id = add("a");

        CarbonServer.Reply again = ask("/add_webhook", "{\"url\": \"http://localhost:9/a\"}");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"url\"]");
        assertThat(again.json().at("/detail/0/msg").asString())
                .isEqualTo("Value error, this URL is webhook " + id
                        + " already; delete that first to get another signing key");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://hooks.example/, 'Value error, the URL must begin with https:// or http://'",
        "https://u:p@hooks.example/, 'Value error, the URL must not contain credentials'",
        "http://169.254.169.254/latest, 'Value error, the URL leads to an address that is not on the public internet'"
    })
    void a_forbidden_url_is_422_and_says_why(String url, String msg) {
        CarbonServer.Reply refused = ask("/add_webhook", "{\"url\": \"" + url + "\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"url\"]");
        assertThat(refused.json().at("/detail/0/msg").asString()).isEqualTo(msg);
        assertThat(refused.json().at("/detail/0/type").asString()).isEqualTo("value_error");
    }

    @Test
    void lists_have_pages_orders_and_a_filter() {
        long a = add("a");
        long b = add("b");
        long c = add("c");

        assertThat(listed("{}")).containsExactly(a, b, c);
        assertThat(listed("{\"filters\": {\"ids\": []}}")).containsExactly(a, b, c);
        assertThat(listed("{\"filters\": {\"ids\": null}}")).containsExactly(a, b, c);
        assertThat(listed("{\"filters\": {\"ids\": [" + c + ", \"" + a + "\"]}}"))
                .containsExactly(a, c);
        assertThat(listed("{\"filters\": {\"ids\": [99999999999]}}")).isEmpty();
        assertThat(listed("{\"order_dir\": \"desc\"}")).containsExactly(c, b, a);
        assertThat(listed("{\"order_by\": \"created_at\", \"order_dir\": \"desc\"}"))
                .containsExactly(c, b, a);
        assertThat(listed("{\"pagination\": {\"limit\": 1, \"offset\": 1}}")).containsExactly(b);
        assertThat(listed("{\"pagination\": {\"starting_id\": " + a + "}}")).containsExactly(b, c);
        assertThat(ask("/webhooks", "{\"pagination\": {\"limit\": 1}}")
                        .json()
                        .at("/count")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void a_deleted_webhook_is_gone_and_makes_room() {
        long a = add("a");
        add("b");
        add("c");

        assertThat(delete(a).response().body()).isEqualTo("{\"success\":true}");
        assertThat(delete(a).status()).isEqualTo(404);
        assertThat(add("a")).isNotEqualTo(a);
    }

    @Test
    void the_log_shows_what_was_sent_and_what_came_of_it() throws IOException {
        try (RecordingReceiver receiver = new RecordingReceiver()) {
            receiver.answer(500);
            long webhook = register(receiver.url("/"));
            disconnect();
            Await.until(SOON, () -> log(webhook, "").at("/results/0/attempts").size() == 1);

            JsonNode delivery = log(webhook, "").at("/results/0");

            assertThat(names(delivery))
                    .containsExactlyInAnyOrder(
                            "id",
                            "webhook_id",
                            "webhook_type",
                            "object_type",
                            "object_id",
                            "customer_id",
                            "status",
                            "attempts",
                            "next_attempt_at",
                            "body",
                            "created_at",
                            "finished_at");
            assertThat(delivery.at("/webhook_id").asLong()).isEqualTo(webhook);
            assertThat(delivery.at("/webhook_type").asString()).isEqualTo("REVOKE");
            assertThat(delivery.at("/object_type").asString()).isEqualTo("DATA_SOURCE");
            assertThat(delivery.at("/object_id").asString()).matches("\\d+");
            assertThat(delivery.at("/customer_id").asString()).isEqualTo("ann");
            assertThat(delivery.at("/status").asString()).isEqualTo("PENDING");
            assertThat(delivery.at("/attempts/0/status_code").asInt()).isEqualTo(500);
            assertThat(delivery.at("/attempts/0/error").isNull()).isTrue();
            Instant tried = Instant.parse(delivery.at("/attempts/0/at").asString());
            assertThat(Instant.parse(delivery.at("/next_attempt_at").asString()))
                    .isBetween(tried.plusSeconds(10), tried.plusSeconds(20));
            assertThat(delivery.at("/body").asString())
                    .isEqualTo(receiver.received().getFirst().body());
            assertThat(log(webhook, "?status=pending").at("/count").asInt()).isEqualTo(1);
            assertThat(log(webhook, "?status=DELIVERED").at("/count").asInt()).isZero();
            assertThat(log(webhook, "?offset=1").at("/results").size()).isZero();
        }
    }

    @Test
    void a_replay_sends_the_same_bytes_at_once() throws IOException {
        try (RecordingReceiver receiver = new RecordingReceiver()) {
            long webhook = register(receiver.url("/"));
            disconnect();
            Await.until(
                    SOON, () -> log(webhook, "?status=DELIVERED").at("/count").asInt() == 1);
            long delivery = log(webhook, "").at("/results/0/id").asLong();

            CarbonServer.Reply replayed = ask("/webhooks/" + webhook + "/deliveries/" + delivery + "/replay", "");

            assertThat(replayed.status()).isEqualTo(200);
            assertThat(replayed.json().at("/status").asString()).isEqualTo("PENDING");
            Await.until(
                    SOON,
                    () -> log(webhook, "?status=DELIVERED").at("/count").asInt() == 1
                            && receiver.received().size() == 2);
            assertThat(receiver.received().get(1)).isEqualTo(receiver.received().get(0));
            assertThat(log(webhook, "").at("/results/0/attempts").size()).isEqualTo(2);
        }
    }

    @Test
    void what_is_not_there_has_no_log() {
        long webhook = add("a");

        assertThat(get("/webhooks/999999/deliveries").status()).isEqualTo(404);
        assertThat(get("/webhooks/" + webhook + "/deliveries?status=LOST").status())
                .isEqualTo(422);
        assertThat(ask("/webhooks/" + webhook + "/deliveries/999999/replay", "").status())
                .isEqualTo(404);
        assertThat(ask("/webhooks/" + webhook + "/deliveries/-1/replay", "").status())
                .isEqualTo(404);
    }

    /// Something happens to a customer of the organization.
    private void disconnect() {
        Tenant tenant = server.bean(Customers.class).named(organization, "ann").tenant();
        long connection = TestConnections.connection(server.database(), tenant);
        server.bean(Revocation.class).revoke(tenant, new ConnectionId(connection));
    }

    private long register(String url) {
        return ask("/add_webhook", "{\"url\": \"" + url + "\"}")
                .json()
                .at("/id")
                .asLong();
    }

    private JsonNode log(long webhook, String query) {
        return get("/webhooks/" + webhook + "/deliveries" + query).json();
    }

    private CarbonServer.Reply get(String path) {
        return server.get(path, "authorization", "Bearer " + key);
    }

    private long add(String path) {
        CarbonServer.Reply added = ask("/add_webhook", "{\"url\": \"http://localhost:9/" + path + "\"}");
        assertThat(added.status()).as(added.response().body()).isEqualTo(200);
        return added.json().at("/id").asLong();
    }

    private List<Long> listed(String query) {
        List<Long> ids = new ArrayList<>();
        ask("/webhooks", query)
                .json()
                .at("/results")
                .forEach(webhook -> ids.add(webhook.at("/id").asLong()));
        return ids;
    }

    private CarbonServer.Reply delete(long id) {
        HttpRequest.Builder request = server.request("/delete_webhook/" + id, "authorization", "Bearer " + key);
        return server.send(request.DELETE());
    }

    private CarbonServer.Reply ask(String path, String body) {
        return server.post(path, body, "authorization", "Bearer " + key);
    }

    private static List<String> names(JsonNode object) {
        return object.propertyNames().stream().toList();
    }
}
