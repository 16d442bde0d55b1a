package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong is answered so that a caller knows what to do, and changes nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongInputIT {
    private static final Map<String, ?> ANY = Map.of();

    private World world;
    private long source;

    @BeforeAll
    void connect(@TempDir Path folder) {
        world = Story.world(folder, "--articles", "3");
        source = world.connect(Map.of());
        world.awaitSynced(source, Story.SYNC_LIMIT);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "Bearer ", "Bearer of-nobody", "Token of-nobody", "Basic dTpw"})
    void a_missing_malformed_or_unknown_credential_is_401(String authorization) {
        Map<String, String> headers =
                authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization, "customer-id", "c");
        Http.Answer answer = new CarbonClient(world.url(), headers).post("/user_data_sources", ANY);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("detail").isString()).isTrue();
    }

    @Test
    void an_api_key_without_a_customer_is_422_at_the_header() {
        Http.Answer answer = withKey(Map.of()).post("/user_data_sources", ANY);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").path(0).path("loc").toString())
                .isEqualTo("[\"header\",\"customer-id\"]");
    }

    @Test
    void another_customers_data_source_and_file_are_404() {
        CarbonClient other = world.client("somebody-else");
        long file = world.client().files("READY").getFirst().id();
        assertThat(other.post("/integrations/items/sync", Map.of("data_source_id", source))
                        .status())
                .isEqualTo(404);
        assertThat(other.post("/integrations/items/list", Map.of("data_source_id", source))
                        .status())
                .isEqualTo(404);
        assertThat(other.post("/revoke_access_token", Map.of("data_source_id", source))
                        .status())
                .isEqualTo(404);
        assertThat(other.post("/resync_file", Map.of("file_id", file)).status()).isEqualTo(404);
        assertThat(other.count()).isZero();
        assertThat(other.search("anything", 5, true)).isEmpty();
        assertThat(world.client().sources()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo.my.salesforce.com",
                "https://demo.my.salesforce.com",
                "https://demo.my.salesforce.com/",
                "demo--uat.sandbox.my.salesforce.com"
            })
    void a_my_domain_host_is_accepted_as_a_salesforce_domain(String domain) {
        assertThat(oauthUrl(domain).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo.lightning.force.com",
                "login.salesforce.com",
                "test.salesforce.com",
                "demo.my.salesforce.com.example.org",
                "example.org/demo.my.salesforce.com",
                "https://https://demo.my.salesforce.com",
                "demo.my.salesforce.com/path",
                "user@demo.my.salesforce.com",
                "demo.my.salesforce.com:8443",
                "127.0.0.1"
            })
    void any_other_host_is_422_with_the_expected_form_and_is_not_asked(String domain) {
        long before = world.salesforce().apiCalls();
        Http.Answer answer = oauthUrl(domain);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("My Domain").contains(".my.salesforce.com");
        assertThat(world.salesforce().apiCalls()).isEqualTo(before);
    }

    @Test
    void a_new_account_without_a_domain_is_422() {
        Http.Answer answer = world.client()
                .post("/integrations/oauth_url", Map.of("service", "SALESFORCE", "connecting_new_account", true));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("salesforce_domain");
    }

    @Test
    void deleting_with_an_empty_filter_is_422_and_deletes_nothing() {
        long before = world.client().count();
        for (Map<String, ?> body : List.<Map<String, ?>>of(ANY, Map.of("filters", Map.of()))) {
            assertThat(world.client().post("/delete_files_v2", body).status()).isEqualTo(422);
        }
        assertThat(world.client().count()).isEqualTo(before).isGreaterThanOrEqualTo(3);
    }

    @Test
    void a_wrong_type_is_422_naming_the_field_and_a_numeric_string_is_fine() {
        Http.Answer wrong = world.client().post("/integrations/items/list", Map.of("data_source_id", "seven"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("detail").path(0).path("loc").toString())
                .isEqualTo("[\"body\",\"data_source_id\"]");
        Map<String, ?> fine = Map.of("data_source_id", Long.toString(source), "never_heard_of", 1);
        assertThat(world.client().post("/integrations/items/list", fine).status())
                .isEqualTo(200);
    }

    @Test
    void an_unconfigured_embedding_model_is_400_that_says_so() {
        Map<String, ?> body = Map.of("query", "anything", "k", 1, "embedding_model", "COHERE_MULTILINGUAL_V3");
        Http.Answer answer = world.client().post("/embeddings", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains("COHERE_MULTILINGUAL_V3");
    }

    @Test
    void a_user_who_denies_gets_a_page_and_nothing_is_connected() {
        CarbonClient denied = world.client("denied");
        Http.Answer page = Browser.denying().open(denied.oauthUrl(World.DOMAIN, Map.of()));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).contains("<html").contains("not connected");
        assertThat(denied.sources()).isEmpty();
    }

    @Test
    void a_callback_with_an_unknown_or_used_state_is_a_page_and_connects_nothing() {
        Http.Answer unknown = Http.get(callback("?code=abc&state=made-up"), Map.of());
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).contains("<html");
        assertThat(Http.get(callback(""), Map.of()).status()).isEqualTo(400);

        CarbonClient twice = world.client("twice");
        Browser browser = Browser.approving();
        assertThat(browser.open(twice.oauthUrl(World.DOMAIN, Map.of("sync_files_on_connection", false)))
                        .status())
                .isEqualTo(200);
        assertThat(Http.get(browser.visited().getLast(), Map.of()).status()).isEqualTo(400);
        assertThat(twice.sources()).hasSize(1);
        // Other tests count the calls of the org.
        World.awaitSynced(twice, twice.sources().getFirst().path("id").asLong(), Story.SYNC_LIMIT);
    }

    @Test
    void an_access_token_serves_one_customer_and_no_organization_route() {
        String token = world.client("by-token")
                .get("/auth/v1/access_token")
                .ok()
                .path("access_token")
                .asString();
        CarbonClient client = new CarbonClient(world.url(), Map.of("Authorization", "Token " + token));
        assertThat(client.post("/user_data_sources", ANY).status()).isEqualTo(200);
        assertThat(client.get("/organization").status()).isEqualTo(403);
        for (String route : List.of("/list_users", "/webhooks", "/white_label/list", "/update_users")) {
            Http.Answer refused = client.post(route, ANY);
            assertThat(refused.status()).as(route).isEqualTo(403);
            assertThat(refused.json().path("detail").asString()).as(route).isNotEmpty();
        }
        assertThat(world.server().log()).doesNotContain(token).doesNotContain(world.apiKey());
    }

    private Http.Answer oauthUrl(String domain) {
        return world.client()
                .post(
                        "/integrations/oauth_url",
                        Map.of("service", "SALESFORCE", "connecting_new_account", true, "salesforce_domain", domain));
    }

    private URI callback(String query) {
        return URI.create(world.server().settings().callback() + query);
    }

    private CarbonClient withKey(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Authorization", "Bearer " + world.apiKey());
        return new CarbonClient(world.url(), headers);
    }
}
