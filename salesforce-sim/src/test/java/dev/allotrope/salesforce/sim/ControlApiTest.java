package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The control API, as the module's README describes it.
class ControlApiTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        client.post("/sim/articles", "{\"id\":\"reset\",\"title\":\"Reset\",\"html\":\"<p>Hold the button.</p>\"}");
    }

    @Test
    void an_article_is_published_on_creation() {
        JsonNode article = published().get(0);

        assertThat(article.get("article").asString()).isEqualTo("reset");
        assertThat(article.get("id").asString()).startsWith("kA0");
        assertThat(article.get("version_id").asString()).startsWith("ka0");
        assertThat(article.get("status").asString()).isEqualTo("Online");
    }

    @Test
    void an_edit_is_published_as_a_new_version() {
        client.post("/sim/articles/reset/edit", "{\"title\":\"Reset it\"}");

        assertThat(published().get(0).get("title").asString()).isEqualTo("Reset it");
        assertThat(published().get(0).get("version_number").asInt()).isEqualTo(2);
        assertThat(client.records("SELECT Answer__c FROM Knowledge__kav WHERE PublishStatus = 'Online'")
                        .getFirst()
                        .get("Answer__c")
                        .asString())
                .isEqualTo("<p>Hold the button.</p>");
    }

    @Test
    void an_edit_may_stay_a_draft() {
        client.post("/sim/articles/reset/edit", "{\"title\":\"Reset it\",\"publish\":false}");

        assertThat(published().get(0).get("title").asString()).isEqualTo("Reset");
    }

    @Test
    void an_article_is_archived_and_deleted() {
        assertThat(client.post("/sim/articles/reset/delete", "{}").statusCode()).isEqualTo(409);
        assertThat(client.post("/sim/articles/reset/archive", "{}").statusCode())
                .isEqualTo(200);
        assertThat(client.post("/sim/articles/reset/delete", "{}").statusCode()).isEqualTo(200);

        assertThat(published().size()).isZero();
    }

    @Test
    void a_change_may_be_stamped_late() {
        Instant before = salesforce.simulator().clock().instant();

        client.post("/sim/articles/reset/edit", "{\"title\":\"Late\",\"late_seconds\":300}");

        assertThat(Instant.parse(published().get(0).get("system_modstamp").asString()))
                .isBefore(before);
    }

    @Test
    void switches_change_by_name() {
        JsonNode shown = SimClient.json(client.post(
                "/sim/switches",
                "{\"drafts_visible\":false,\"object_prefix\":\"Help\",\"hidden_fields\":[\"Answer__c\"]}"));

        assertThat(shown.get("drafts_visible").asBoolean()).isFalse();
        assertThat(salesforce.simulator().switches().objectPrefix()).isEqualTo("Help");
        assertThat(salesforce.simulator().switches().hiddenFields()).containsExactly("Answer__c");
    }

    @Test
    void an_unknown_switch_is_refused() {
        assertThat(client.post("/sim/switches", "{\"drafts\":false}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_clock_moves() {
        Instant before = salesforce.simulator().clock().instant();

        client.post("/sim/clock", "{\"advance_seconds\":86400}");

        assertThat(salesforce.simulator().clock().instant()).isAfterOrEqualTo(before.plus(Duration.ofDays(1)));
    }

    @Test
    void faults_are_planned_and_cleared() {
        client.post("/sim/faults", "{\"fault\":\"unavailable_page\",\"on\":[\"query\"],\"times\":2}");
        HttpResponse<String> failed = client.query("SELECT Id FROM Knowledge__kav");
        client.send(client.request("/sim/faults").DELETE());

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(client.query("SELECT Id FROM Knowledge__kav").statusCode()).isEqualTo(200);
    }

    @Test
    void the_ledger_tells_what_was_asked() {
        client.query("SELECT Id FROM Knowledge__kav");

        JsonNode ledger = SimClient.json(client.get("/sim/ledger?kind=query"));

        assertThat(ledger.get("api_calls").asInt()).isEqualTo(1);
        assertThat(ledger.get("counts").get("query").asInt()).isEqualTo(1);
        assertThat(ledger.get("entries").get(0).get("what").asString()).isEqualTo("SELECT Id FROM Knowledge__kav");
        assertThat(salesforce.simulator().ledger().count(CallKind.QUERY)).isEqualTo(1);
    }

    @Test
    void a_session_opens_without_the_flow() {
        JsonNode opened = SimClient.json(client.post("/sim/sessions/open", "{}"));

        client.bearer(opened.get("access_token").asString());

        assertThat(client.get(SimClient.DATA + "/limits").statusCode()).isEqualTo(200);
    }

    @Test
    void a_user_is_changed_by_name() {
        JsonNode user = SimClient.json(client.post("/sim/users/ada%40sim.example", """
                {"kind":"partner","without":["view_setup"],"hidden_fields":["Answer__c"],"categories":{"Products":["Router"]}}
                """));

        assertThat(user.get("kind").asString()).isEqualTo("partner");
        assertThat(user.get("rights").toString()).doesNotContain("view_setup").contains("api_enabled");
        assertThat(user.get("categories").get("Products").get(0).asString()).isEqualTo("Router");
        JsonNode session = SimClient.json(client.post("/sim/sessions/open", "{\"username\":\"ada@sim.example\"}"));
        client.bearer(session.get("access_token").asString());
        assertThat(client.get(SimClient.DATA + "/limits").statusCode()).isEqualTo(403);
        client.post("/sim/users/ada%40sim.example", "{\"active\":false}");
        assertThat(client.get(SimClient.DATA + "/sobjects").statusCode()).isEqualTo(401);
    }

    @Test
    void a_group_is_declared() {
        client.post("/sim/categories", "{\"group\":\"Products\",\"categories\":[{\"name\":\"GW 100\"}]}");

        assertThat(client.get("/sim/categories").body())
                .contains("{\"group\":\"Products\",\"label\":\"Products\"")
                .contains("{\"name\":\"GW_100\",\"label\":\"GW 100\",\"categories\":[]}");
    }

    @Test
    void a_file_is_attached_replaced_and_deleted() {
        client.post("/sim/articles/reset/attach", "{\"name\":\"plan.pdf\",\"text\":\"Clamp\"}");
        JsonNode file = SimClient.json(client.get("/sim/files")).get("files").get(0);
        String document = file.get("document").asString();

        client.post("/sim/files/" + document, "{\"name\":\"plan.pdf\",\"text\":\"Cable\"}");

        assertThat(file.get("on").get(0)).isEqualTo(published().get(0).get("version_id"));
        assertThat(SimClient.json(client.get("/sim/files/" + document))
                        .get("files")
                        .get(0)
                        .get("version_number")
                        .asInt())
                .isEqualTo(2);
        client.post("/sim/articles/reset/detach", "{\"document\":\"" + document + "\"}");
        assertThat(published().get(0).get("files").isEmpty()).isTrue();
        client.send(client.request("/sim/files/" + document).DELETE());
        assertThat(SimClient.json(client.get("/sim/files")).get("files").isEmpty())
                .isTrue();
    }

    @Test
    void views_are_counted() {
        client.post("/sim/articles/reset/view", "{\"times\":3,\"channel\":\"Pkb\"}");

        assertThat(client.records("SELECT ArticleTotalViewCount FROM Knowledge__kav")
                        .getFirst()
                        .get("ArticleTotalViewCount")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void every_setting_is_shown_and_can_be_put_back() {
        String shown = client.get("/sim/switches").body();

        assertThat(client.post("/sim/switches", shown).body()).isEqualTo(shown);
        assertThat(client.post(
                                "/sim/switches",
                                "{\"latency_ms\":5,\"bytes_per_second\":1000000,\"image_host\":\"\",\"languages\":[\"it\"]}")
                        .body())
                .contains("\"latency_ms\":5", "\"bytes_per_second\":1000000", "\"languages\":[\"it\"]");
    }

    @Test
    void another_org_has_the_same_apps_and_nothing_else() {
        JsonNode other = SimClient.json(client.post("/sim/orgs", "{}"));
        client.post("/sim/faults", "{\"fault\":\"daily_limit\",\"always\":true}");

        assertThat(other.get("url").asString())
                .isNotEqualTo(salesforce.simulator().url());
        SimClient there = new SimClient(salesforce.simulator().others().getFirst()).loggedIn();
        assertThat(there.records("SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Online'"))
                .isEmpty();
    }

    @Test
    void all_faults_are_named() {
        assertThat(SimClient.json(client.get("/sim/faults")).get("known"))
                .extracting(JsonNode::asString)
                .hasSize(Fault.values().length)
                .contains("expired_session", "slow");
    }

    private JsonNode published() {
        return SimClient.json(client.get("/sim/articles")).get("articles");
    }
}
