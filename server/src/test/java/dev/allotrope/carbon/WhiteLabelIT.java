package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.connect.Consent;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.key.ApiKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/// White labels through the wire: each test has an organization of its own, all of them one simulated org.
class WhiteLabelIT {
    private static final SalesforceSimulator ORG = SalesforceSimulator.start();

    @RegisterExtension
    static final CarbonServer server = new CarbonServer(
            Map.of("ALLOTROPE_SALESFORCE_ENDPOINT", ORG.url(), "ALLOTROPE_SALESFORCE_CLIENT_ID", "servers"));

    private final String key = organization();

    @AfterAll
    static void stop() {
        ORG.close();
    }

    @BeforeEach
    void the_org_is_as_usual() {
        ORG.switches().set(Switch.APP_BLOCKED, false);
        ORG.register("acme", "acme-secret", redirect("connect.acme.example"));
        ORG.register("globex", "globex-secret", redirect("globex.example"));
    }

    @Test
    void customers_connect_and_stay_connected_through_their_organizations_app() {
        String other = organization();
        create(key, "acme", "acme-secret", "connect.acme.example");
        create(other, "globex", "globex-secret", "globex.example");

        Map<String, String> link = parameters(authorizeLink(key, ""));
        assertThat(link)
                .containsEntry("client_id", "acme")
                .containsEntry("redirect_uri", redirect("connect.acme.example"))
                .containsEntry("scope", "id profile email address phone api refresh_token offline_access openid");
        assertThat(parameters(authorizeLink(other, ""))).containsEntry("client_id", "globex");
        assertThat(parameters(authorizeLink(organization(), ""))).containsEntry("client_id", "servers");
        connect(key, "connect.acme.example");
        connect(other, "globex.example");

        ORG.grants().expireSessions();
        ORG.ledger().clear();
        assertThat(syncLink(key)).contains("/integrations/salesforce/sync");
        assertThat(syncLink(other)).contains("/integrations/salesforce/sync");
        assertThat(ORG.ledger().count(CallKind.TOKEN)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"scopes\": [\"api\", \"refresh_token\"]'  | api refresh_token",
                "'\"scope\": \"api id\"'                     | api id",
                "'\"scope\": \"web\", \"scopes\": [\"api\"]' | api",
                "'\"scope\": null, \"scopes\": null'         | id profile email address phone api refresh_token offline_access openid",
            })
    void scopes_of_a_request_replace_the_usual_ones(String fields, String scope) {
        create(key, "acme", "acme-secret", "connect.acme.example");

        assertThat(parameters(authorizeLink(key, ", " + fields))).containsEntry("scope", scope);
    }

    @Test
    void a_refusal_reaches_the_page_on_the_organizations_own_host() {
        create(key, "acme", "acme-secret", "connect.acme.example");
        URI link = authorizeLink(key, "");
        ORG.switches().set(Switch.APP_BLOCKED, true);

        String page = visit("connect.acme.example", new Consent(ORG).approve(link));

        assertThat(page)
                .startsWith("HTTP/1.1 400")
                .contains(
                        "The account was not connected",
                        "<p>Could not connect to Salesforce: ",
                        "unblock it in Setup, Connected Apps OAuth Usage",
                        "send these words")
                .doesNotContain("acme-secret");
    }

    /// [dev.allotrope.salesforce.SalesforceAppPageTest] holds the page to what is told; this holds the telling to the
    /// page.
    @TestFactory
    Stream<DynamicTest> the_page_tells_of_each_error_what_the_documentation_says() throws IOException {
        create(key, "acme", "acme-secret", "connect.acme.example");
        return Files.readAllLines(Path.of("..", "docs", "salesforce-app.md")).stream()
                .filter(line -> line.startsWith("| `") && line.contains("| at log-in |"))
                .map(line -> line.split(" \\| "))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    String[] said = row[0].replace("| `", "").split("` ", 2);
                    String state = parameters(authorizeLink(key, "")).get("state");

                    String page = visit(
                            "connect.acme.example",
                            Map.of("state", state, "error", said[0], "error_description", said[1]));

                    assertThat(HtmlUtils.htmlUnescape(page)).contains(row[2].replaceFirst(" \\|$", ""));
                }));
    }

    @Test
    void a_denial_is_403_and_says_what_to_press() {
        create(key, "acme", "acme-secret", "connect.acme.example");

        String page = visit("connect.acme.example", new Consent(ORG).deny(authorizeLink(key, "")));

        assertThat(page).startsWith("HTTP/1.1 403").contains("press Allow.</p>", "go back to the application");
    }

    @Test
    void a_list_shows_everything_but_the_secret() {
        create(key, "acme", "acme-secret", "connect.acme.example");

        CarbonServer.Reply reply = post(key, "/white_label/list", "{}");

        assertThat(reply.response().body()).doesNotContain("acme-secret");
        assertThat(reply.json().at("/count").asInt()).isEqualTo(1);
        JsonNode label = reply.json().at("/results/0");
        assertThat(label.at("/id").asLong()).isPositive();
        assertThat(label.at("/organization_id").asLong()).isPositive();
        assertThat(label.at("/data_source_type").asString()).isEqualTo("SALESFORCE");
        assertThat(label.at("/credentials").toString())
                .isEqualTo("{\"client_id\":\"acme\",\"redirect_uri\":\"" + redirect("connect.acme.example")
                        + "\",\"client_secret\":\"********\"}");
        assertThat(label.at("/created_at").asString()).endsWith("Z");
        assertThat(label.at("/updated_at").asString()).endsWith("Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                                | 1 | 1",
                "{\"filters\": {\"ids\": [%d]}}                                                    | 1 | 1",
                "{\"filters\": {\"ids\": [\"%d\", 5000000000]}}                                    | 1 | 1",
                "{\"filters\": {\"ids\": [-1]}}                                                    | 0 | 0",
                "{\"filters\": {\"ids\": [], \"data_source_type\": []}}                            | 1 | 1",
                "{\"filters\": {\"ids\": null, \"data_source_type\": null}}                        | 1 | 1",
                "{\"filters\": {\"data_source_type\": [\"SALESFORCE\", \"NOTION\"]}}               | 1 | 1",
                "{\"filters\": {\"data_source_type\": [\"NOTION\"]}}                               | 0 | 0",
                "{\"pagination\": {\"limit\": 0}}                                                  | 0 | 1",
                "{\"pagination\": {\"offset\": 1}}                                                 | 0 | 1",
                "{\"pagination\": {\"starting_id\": %d}}                                           | 0 | 1",
                "{\"order_by\": \"data_source_type\", \"order_dir\": \"desc\"}                     | 1 | 1",
                "{\"order_by\": \"created_at\", \"order_dir\": \"desc\"}                           | 1 | 1",
            })
    void a_list_can_be_filtered_and_paged(String body, int shown, int count) {
        create(key, "acme", "acme-secret", "connect.acme.example");

        CarbonServer.Reply reply = post(key, "/white_label/list", body.replace("%d", Long.toString(id())));

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().at("/results").size()).isEqualTo(shown);
        assertThat(reply.json().at("/count").asInt()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect.acme.example/integrations/salesforce",
                "https://connect.acme.example",
                "https://connect.acme.example/integrations/salesforce/",
                "https://connect.acme.example/integrations/Salesforce",
                "https://connect.acme.example/integrations/salesforce?x=1",
                "https://connect.acme.example/integrations/salesforce#x",
                "https://user@connect.acme.example/integrations/salesforce",
                "https:///integrations/salesforce",
                "javascript://connect.acme.example/integrations/salesforce",
                "https://connect acme.example/integrations/salesforce",
                "https://<b>/integrations/salesforce",
            })
    void a_redirect_uri_that_does_not_lead_here_is_422_naming_the_form(String redirect) {
        CarbonServer.Reply reply = post(key, "/white_label/create", "[" + input("acme", "acme-secret", redirect) + "]");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString())
                .isEqualTo("[\"body\",0,\"credentials\",\"redirect_uri\"]");
        assertThat(reply.json().at("/detail/0/msg").asString())
                .contains("https://your-host/integrations/salesforce")
                .doesNotContain("<", "acme.example");
    }

    @Test
    void a_redirect_uri_is_sent_to_the_letter() {
        String redirect = "HTTP://Localhost:8080/integrations/salesforce";
        post(key, "/white_label/create", "[" + input("acme", "acme-secret", redirect) + "]");

        assertThat(parameters(authorizeLink(key, ""))).containsEntry("redirect_uri", redirect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                       | [\"body\"]",
                "[{\"data_source_type\": \"SALESFORCE\"}]                 | [\"body\",0,\"credentials\"]",
                "[{\"data_source_type\": \"FAX\", \"credentials\": {\"client_id\": \"x\", \"redirect_uri\": \"x\"}}] | [\"body\",0,\"data_source_type\"]",
                "[{\"data_source_type\": \"SALESFORCE\", \"credentials\": {\"client_id\": \"x\"}}] | [\"body\",0,\"credentials\",\"redirect_uri\"]",
                "[{\"data_source_type\": \"SALESFORCE\", \"credentials\": {\"client_id\": \"\", \"redirect_uri\": \"x\"}}] | [\"body\",0,\"credentials\",\"client_id\"]",
                "[{\"data_source_type\": \"SALESFORCE\", \"credentials\": {\"client_id\": \" \", \"redirect_uri\": \"x\"}}] | [\"body\",0,\"credentials\",\"client_id\"]",
                "[{\"data_source_type\": \"SALESFORCE\", \"credentials\": {\"client_id\": \"x\", \"redirect_uri\": \"https://a.example/integrations/salesforce\", \"client_secret\": \"********\"}}] | [\"body\",0,\"credentials\",\"client_secret\"]",
            })
    void what_is_wrong_with_a_white_label_is_named(String body, String loc) {
        CarbonServer.Reply reply = post(key, "/white_label/create", body);

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString()).isEqualTo(loc);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GOOGLE_DRIVE", "ONEDRIVE", "SHAREPOINT", "NOTION", "GONG"})
    void a_type_that_cannot_be_connected_is_501_and_nothing_is_stored(String type) {
        String other =
                input("x", "y", "https://carbon.example/integrations/other").replace("SALESFORCE", type);
        String ours = input("acme", "acme-secret", redirect("connect.acme.example"));

        CarbonServer.Reply reply = post(key, "/white_label/create", "[" + ours + ", " + other + "]");

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.json().at("/detail").asString())
                .isEqualTo("could not take a white label for " + type
                        + ": the supported type is SALESFORCE; nothing was stored");
        assertThat(post(key, "/white_label/update", other).status()).isEqualTo(501);
        assertThat(labels()).isZero();
    }

    @Test
    void a_second_one_of_a_type_is_422_and_nothing_is_stored() {
        String one = input("acme", "acme-secret", redirect("connect.acme.example"));

        assertThat(post(key, "/white_label/create", "[" + one + ", " + one + "]")
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",1,\"data_source_type\"]");
        assertThat(labels()).isZero();
        assertThat(post(key, "/white_label/create", "[" + one + "]").response().body())
                .isEqualTo("{\"success\":true}");
        assertThat(post(key, "/white_label/create", "[" + one + "]").status()).isEqualTo(422);
        assertThat(post(key, "/white_label/create", "[]").status()).isEqualTo(200);
        assertThat(labels()).isEqualTo(1);
    }

    @Test
    void an_update_takes_the_place_of_what_is_there_and_the_mask_keeps_the_secret() {
        assertThat(post(key, "/white_label/update", input("acme", "x", redirect("connect.acme.example")))
                        .status())
                .isEqualTo(404);
        create(key, "acme", "acme-secret", "old.example");

        CarbonServer.Reply reply =
                post(key, "/white_label/update", input("acme", "********", redirect("connect.acme.example")));

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        connect(key, "connect.acme.example");
        assertThat(post(key, "/white_label/update", input("globex", "********", redirect("globex.example")))
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",\"credentials\",\"client_secret\"]");
        assertThat(post(key, "/white_label/update", input("globex", "globex-secret", redirect("globex.example")))
                        .status())
                .isEqualTo(200);
        connect(key, "globex.example");
    }

    @Test
    void deleting_goes_back_to_the_servers_app() {
        create(key, "acme", "acme-secret", "connect.acme.example");
        String other = organization();
        post(other, "/white_label/delete", "{\"ids\": [" + id() + "]}");
        assertThat(labels()).isEqualTo(1);

        CarbonServer.Reply reply = post(key, "/white_label/delete", "{\"ids\": [\"" + id() + "\", 77, -1]}");

        assertThat(reply.response().body()).isEqualTo("{\"success\":true}");
        assertThat(labels()).isZero();
        assertThat(parameters(authorizeLink(key, ""))).containsEntry("client_id", "servers");
        assertThat(post(key, "/white_label/delete", "{}")
                        .json()
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",\"ids\"]");
    }

    @Test
    void a_client_learns_which_types_are_white_labelled_and_no_formats_are_forbidden() {
        assertThat(whiteLabeling().toString())
                .isEqualTo(
                        "{\"remove_branding\":true,\"integrations\":{},\"custom_limits\":{},\"connector_settings\":{}}");

        create(key, "acme", "acme-secret", "connect.acme.example");

        assertThat(whiteLabeling().at("/integrations").toString()).isEqualTo("{\"SALESFORCE\":true}");
    }

    private static String organization() {
        OrganizationId id = server.bean(Organizations.class).create("white").id();
        return server.bean(ApiKeys.class).create(id, "white").text().reveal();
    }

    private static CarbonServer.Reply post(String key, String path, String body) {
        return server.post(path, body, "authorization", "Bearer " + key, "customer-id", "ada");
    }

    private static void create(String key, String client, String secret, String host) {
        CarbonServer.Reply reply = post(key, "/white_label/create", "[" + input(client, secret, redirect(host)) + "]");
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    }

    private static String input(String client, String secret, String redirect) {
        return """
                {"data_source_type": "SALESFORCE",
                 "credentials": {"client_id": "%s", "redirect_uri": "%s", "client_secret": "%s"}}""".formatted(client, redirect, secret);
    }

    private static String redirect(String host) {
        return "https://" + host + "/integrations/salesforce";
    }

    private int labels() {
        return post(key, "/white_label/list", "{}").json().at("/count").asInt();
    }

    private long id() {
        return post(key, "/white_label/list", "{}").json().at("/results/0/id").asLong();
    }

    private JsonNode whiteLabeling() {
        return server.get("/auth/v1/white_labeling", "authorization", "Bearer " + key, "customer-id", "ada")
                .json();
    }

    private static URI authorizeLink(String key, String more) {
        CarbonServer.Reply reply = post(key, "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "acme.my.salesforce.com",
                 "sync_source_items": false, "sync_files_on_connection": false %s}""".formatted(more));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return URI.create(reply.json().at("/oauth_url").asString());
    }

    private static String syncLink(String key) {
        return post(key, "/integrations/oauth_url", "{\"service\": \"SALESFORCE\"}")
                .json()
                .at("/oauth_url")
                .asString();
    }

    private static void connect(String key, String host) {
        assertThat(visit(host, new Consent(ORG).approve(authorizeLink(key, ""))))
                .startsWith("HTTP/1.1 200")
                .contains("The account is connected", ".my.salesforce.com</p>");
        assertThat(post(key, "/user_data_sources", "{\"filters\": {\"revoked_access\": false}}")
                        .json()
                        .at("/count")
                        .asInt())
                .isEqualTo(1);
    }

    /// As a browser does that was sent to `host`, which is another name for the server.
    private static String visit(String host, Map<String, String> callback) {
        String query = callback.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try (Socket socket = new Socket("localhost", server.uri("").getPort())) {
            socket.getOutputStream()
                    .write(("GET /integrations/salesforce?" + query + " HTTP/1.1\r\nHost: " + host
                                    + "\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the server cannot be reached", e);
        }
    }

    private static Map<String, String> parameters(URI link) {
        return Arrays.stream(link.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
