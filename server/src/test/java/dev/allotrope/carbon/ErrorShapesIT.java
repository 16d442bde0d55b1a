package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.unsupported.UnsupportedRoute;
import dev.allotrope.carbon.unsupported.UnsupportedRoutes;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class ErrorShapesIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final String[] ANN = {
        "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", "ann",
    };
    private static final String[] PREFLIGHT = {
        "Origin", "https://app.example",
        "Access-Control-Request-Method", "DELETE",
        "Access-Control-Request-Headers", "authorization,content-type,customer-id",
    };

    @Test
    void every_problem_of_a_body_is_in_the_detail() {
        CarbonServer.Reply reply =
                server.ask("ann", "/user_files_v2", "{\"pagination\": {\"limit\": \"x\"}, \"order_by\": \"size\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.response().body()).isEqualTo("""
                {"detail":[{"loc":["body","pagination","limit"],"msg":"Input should be a valid integer, unable to parse string \
                as an integer","type":"int_parsing"},{"loc":["body","order_by"],"msg":"Input should be 'created_at', \
                'updated_at', 'name', 'last_sync', 'file_size', 'id'","type":"enum"}]}""");
    }

    @ParameterizedTest
    @CsvSource({
        "'', missing",
        "'{', json_invalid",
        "'[]', dict_type",
    })
    void a_body_that_is_none_is_422_with_loc_body(String body, String type) {
        CarbonServer.Reply reply = server.ask("ann", "/embeddings", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/0").asString()).isEqualTo("body");
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/integrations/oauth_url | {'service': 'SALESFORCE', 'connecting_new_account': true,"
                        + " 'salesforce_domain': 'acme.my.salesforce.com', 'request_id': '%s'} | 200",
                "/integrations/files/sync | {'data_source_id': 1, 'ids': [], 'request_id': '%s'} | 404"
            },
            quoteCharacter = '"')
    void a_request_id_has_at_most_a_thousand_characters(String path, String body, int otherwise) {
        String json = body.replace('\'', '"');

        CarbonServer.Reply tooLong = server.ask("ann", path, json.formatted("x".repeat(1_001)));

        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.json().at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"request_id\"]");
        assertThat(tooLong.json().at("/detail/0/msg").asString()).contains("1000");
        assertThat(server.ask("ann", path, json.formatted("x".repeat(1_000))).status())
                .isEqualTo(otherwise);
    }

    @Test
    void an_unknown_route_is_404_and_a_wrong_method_405_in_json() {
        assertThat(server.get("/nowhere").response().body())
                .isEqualTo("{\"detail\":\"Not Found: there is no such call; /docs describes all calls\"}");
        assertThat(server.get("/nowhere").status()).isEqualTo(404);
        assertThat(server.get("/user_files_v2").status()).isEqualTo(405);
        assertThat(server.get("/user_files_v2").header("allow")).isEqualTo("POST");
        assertThat(server.get("/user_files_v2").response().body())
                .isEqualTo("{\"detail\":\"Method Not Allowed: send POST; /docs describes all calls\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/embedings, /embeddings",
        "/v1/embeddings, /embeddings",
        "/userFilesV2, /user_files_v2",
        "/integration/oauth_url, /integrations/oauth_url",
        "/organisation, /organization"
    })
    void a_path_that_is_misspelt_is_answered_with_the_one_that_was_meant(String written, String meant) {
        CarbonServer.Reply reply = server.ask("ann", written, "{}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().at("/detail").asString()).contains("did you mean " + meant + "?");
    }

    @Test
    void the_servers_address_leads_to_the_description() {
        assertThat(server.get("/").status()).isEqualTo(302);
        assertThat(server.get("/").header("location"))
                .as("without a host, which a proxy may have changed")
                .isEqualTo("/docs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| [\"body\"] | a JSON object as the body",
                "'{\"query\": \"x\",}'| [\"body\"] | at line 1, column",
                "{'query': 'x', 'k': 1} | [\"body\"] | with names and texts in double quotes",
                "{\"k\": 1} | [\"body\",\"query\"] | as a text, or a query_vector",
                "{\"query\": \"x\", \"K\": 1} | [\"body\",\"k\"] | this one is written k",
                "{\"query\": \"x\", \"k\": 1, \"tags_v2\": {\"x\": 1}} | [\"body\",\"tags_v2\"] | such as {\"AND\""
            })
    void a_body_that_cannot_be_read_is_answered_with_what_it_should_be(String body, String loc, String hint) {
        JsonNode problem = server.ask("ann", "/embeddings", body).json().at("/detail/0");

        assertThat(problem.at("/loc").toString()).isEqualTo(loc);
        assertThat(problem.at("/msg").asString()).contains(hint);
    }

    @Test
    void a_credential_that_is_refused_says_what_would_be_one() {
        assertThat(refusal("customer-id", "ann"))
                .contains("\"Bearer \" and an API key", "\"Token \" and an access token");
        assertThat(refusal("authorization", "Basic x")).contains("\"Bearer \" and an API key");
        assertThat(refusal("authorization", "Bearer x")).contains("./allotrope key list", "after \"Token \"");
        assertThat(refusal("authorization", "Token x")).contains("/auth/v1/access_token", "after \"Bearer \"");
        assertThat(server.post("/embeddings", "{}", "authorization", "Bearer " + CarbonServer.API_KEY)
                        .json()
                        .at("/detail/0/msg")
                        .asString())
                .startsWith("Field required: the header says which end user's data is meant");
    }

    private static String refusal(String... headers) {
        return server.post("/embeddings", "{}", headers).json().at("/detail").asString();
    }

    @Test
    void a_body_beyond_the_limit_is_413_whether_it_announces_its_length_or_not() {
        byte[] large = new byte[17 * 1024 * 1024];
        HttpRequest.Builder streamed = server.request(
                        "/user_files_v2", "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", "ann")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)));

        assertThat(server.send(streamed).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//user_files_v2", "///user_files_v2", "/user_files_v2/"})
    void slashes_too_many_are_forgiven(String path) {
        CarbonServer.Reply reply = server.send(HttpRequest.newBuilder(java.net.URI.create(server.uri("") + path))
                .headers("authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", "ann")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void a_page_of_another_origin_may_read_errors() {
        CarbonServer.Reply reply = server.post("/user_files_v2", "{}", "Origin", "https://app.example");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(reply.header("access-control-expose-headers"))
                .isEqualTo("X-Allotrope-Legs, X-Allotrope-Rerank, X-Allotrope-Ignored-Fields, Retry-After");
        assertThat(server.get("/nowhere").header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void every_route_answers_a_preflight_and_shows_its_refusals_to_other_origins() {
        assertThat(paths())
                .hasSizeGreaterThan(60)
                .contains("/deletefile/1", "/integrations", "/uploadfile", "/white_label/create", "/delete_webhook/1");
        assertThat(paths()).allSatisfy(path -> {
            CarbonServer.Reply preflight =
                    server.send(server.request(path, PREFLIGHT).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            CarbonServer.Reply refusal =
                    server.send(server.request(path).method("DELETE", HttpRequest.BodyPublishers.noBody()));

            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(preflight.header("access-control-allow-headers"))
                    .isEqualTo("authorization, content-type, customer-id");
            assertThat(preflight.header("access-control-allow-methods")).isEqualTo("GET, POST, PATCH, DELETE");
            assertThat(refusal.status()).isBetween(400, 499);
            assertThat(refusal.header("access-control-allow-origin")).isEqualTo("*");
        });
    }

    @TestFactory
    Stream<DynamicTest> what_is_not_served_says_so_whatever_the_method_after_asking_who_asks() {
        return UnsupportedRoutes.all().stream()
                .map(route -> DynamicTest.dynamicTest(route.path(), () -> {
                    for (String method : List.of(route.method(), "GET", "POST", "DELETE")) {
                        CarbonServer.Reply unknown = server.send(server.request(path(route.path()))
                                .method(method, HttpRequest.BodyPublishers.ofString("{}")));
                        CarbonServer.Reply known = server.send(server.request(path(route.path()), ANN)
                                .method(method, HttpRequest.BodyPublishers.noBody()));

                        assertThat(unknown.status()).isEqualTo(401);
                        assertThat(known.status()).isEqualTo(501);
                        assertThat(known.json().at("/detail").asString()).isEqualTo(route.detail());
                    }
                }));
    }

    @Test
    void a_refusal_names_what_is_served_instead() {
        assertThat(server.ask("ann", "/integrations/gmail/sync", "{}")
                        .response()
                        .body())
                .isEqualTo(
                        "{\"detail\":\"could not reach Gmail: the supported data source is SALESFORCE; connect one with"
                                + " /integrations/oauth_url or /integrations/connect\"}");
        assertThat(UnsupportedRoutes.all())
                .filteredOn(route -> route.caller() == UnsupportedRoute.Caller.CUSTOMER)
                .allSatisfy(route -> assertThat(route.detail()).containsIgnoringCase("Salesforce"));
    }

    @Test
    void an_access_token_may_not_ask_for_what_is_the_organizations() {
        String token = server.get("/auth/v1/access_token", ANN)
                .json()
                .at("/access_token")
                .asString();

        assertThat(server.post("/organization/create", "{}", "authorization", "Token " + token)
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/organization/create", "{}", "authorization", "Bearer " + CarbonServer.API_KEY)
                        .json()
                        .at("/detail")
                        .asString())
                .contains("./allotrope org create");
    }

    @Test
    void unknown_fields_are_ignored_and_numbers_may_be_texts() {
        CarbonServer.Reply reply = server.ask("without data sources", "/user_data_sources", """
                {"filters": {"ids": ["123", 4.0], "revoked_access": "false", "sync_source_items": {}}, "scopes": [],
                 "pagination": {"limit": "5", "offset": "0", "starting_id": "0", "page": 3}}""");

        assertThat(reply.response().body()).isEqualTo("{\"results\":[],\"count\":0}");
        assertThat(reply.header("X-Allotrope-Ignored-Fields"))
                .isEqualTo("pagination.page, filters.sync_source_items, scopes");
    }

    @Test
    void fields_that_are_ignored_are_named_as_far_as_a_header_can_hold_them() {
        String many = IntStream.range(0, 50)
                .mapToObj(i -> "\"ü\\r\\n%s%d\": 1".formatted("x".repeat(100), i))
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(server.ask("ann", "/user_data_sources", "{}").header("X-Allotrope-Ignored-Fields"))
                .isEmpty();
        assertThat(server.ask("ann", "/user_data_sources", many).header("X-Allotrope-Ignored-Fields"))
                .matches("(\\?\\?\\?x{77}, ){9}\\?\\?\\?x{77}");
    }

    /// Every path that the server answers on, with something for its variables.
    private static List<String> paths() {
        return server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> !path.equals("/error") && !path.startsWith("/swagger"))
                .map(ErrorShapesIT::path)
                .sorted()
                .toList();
    }

    private static String path(String pattern) {
        return pattern.replaceAll("\\{\\w+}", "1");
    }

    @Test
    void a_service_or_source_that_is_not_salesforce_is_501_naming_the_one_that_is() {
        CarbonServer.Reply link = server.ask("ann", "/integrations/oauth_url", "{\"service\": \"ZENDESK\"}");
        CarbonServer.Reply connect = server.ask(
                "ann",
                "/integrations/connect",
                "{\"authentication\": {\"source\": \"GURU\", \"username\": \"u\", \"access_token\": \"t\"}}");

        assertThat(Map.of(link.status(), link.response().body()))
                .isEqualTo(Map.of(
                        501,
                        "{\"detail\":\"could not make a link for ZENDESK: the supported service is SALESFORCE\"}"));
        assertThat(connect.status()).isEqualTo(501);
        assertThat(connect.json().at("/detail").asString()).contains("SALESFORCE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.lightning.force.com",
                "login.salesforce.com",
                "test.salesforce.com",
                "http://acme.my.salesforce.com",
                "evil.example/acme.my.salesforce.com",
                "acme.my.salesforce.com.evil.example",
                "<b>acme</b>",
                ""
            })
    void a_domain_that_is_none_of_salesforce_is_422_with_a_sentence_fit_for_a_page(String domain) {
        CarbonServer.Reply reply = server.ask("ann", "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "%s"}""".formatted(domain));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail").asString())
                .startsWith("could not tell which Salesforce org is meant: the domain must be the org's My Domain host")
                .doesNotContain("<", "evil");
    }

    @Test
    void a_new_account_needs_a_domain_and_gets_the_authorize_address() {
        CarbonServer.Reply without = server.ask("ann", "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true}""");
        CarbonServer.Reply with = server.ask("ann", "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "https://acme.my.salesforce.com/",
                 "scopes": [], "tags": null, "file_sync_config": {}, "data_source_tags": {}, "sync_source_items": true}""");

        assertThat(without.status()).isEqualTo(422);
        assertThat(without.json().at("/detail/0/type").asString()).isEqualTo("missing");
        assertThat(with.status()).isEqualTo(200);
        assertThat(with.json().at("/oauth_url").asString())
                .startsWith("https://acme.my.salesforce.com/services/oauth2/authorize?");
    }

    @ParameterizedTest
    @CsvSource({
        "access_token, ' '",
        "access_token, 'a b'",
        "access_token, 'a\\nb'",
        "access_token, 'ä'",
        "refresh_token, ' '",
        "refresh_token, 'a\\r\\nb'"
    })
    void a_token_that_no_header_could_carry_is_422(String field, String token) {
        CarbonServer.Reply reply = server.ask("ann", "/integrations/connect", """
                {"authentication": {"source": "SALESFORCE", "access_token": "t", "domain": "acme.my.salesforce.com", "%s": "%s"}}""".formatted(field, token));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString())
                .isEqualTo("[\"body\",\"authentication\",\"" + field + "\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/user_files_v2              | {\"filters\": {\"tags\": {%s}}}     | [\"body\",\"filters\",\"tags\"]",
                "/delete_files_v2            | {\"filters\": {\"tags\": {%s}}}     | [\"body\",\"filters\",\"tags\"]",
                "/list_chunks_and_embeddings | {\"filters\": {\"tags\": {%s}}}     | [\"body\",\"filters\",\"tags\"]",
                "/embeddings                 | {\"query\": \"x\", \"k\": 1, \"tags\": {%s}} | [\"body\",\"tags\"]"
            })
    void a_filter_of_more_tags_than_a_query_can_hold_is_422(String path, String body, String loc) {
        String tags = IntStream.range(0, 40_000)
                .mapToObj(i -> "\"key%d\": \"x\"".formatted(i))
                .collect(Collectors.joining(","));

        CarbonServer.Reply reply = server.ask("ann", path, body.formatted(tags));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc").toString()).isEqualTo(loc);
        assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo("too_long");
    }

    @Test
    void a_model_or_reranker_that_is_not_configured_is_400() {
        assertThat(server.ask("ann", "/embeddings", """
                {"query": "x", "k": 1, "embedding_model": "COHERE_MULTILINGUAL_V3"}""").status()).isEqualTo(400);
        assertThat(server.ask("ann", "/embeddings", """
                {"query": "x", "k": 1, "rerank": {"model": "PONGO_RERANKER"}}""").status()).isEqualTo(400);
        assertThat(server.ask("ann", "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "acme.my.salesforce.com",
                 "embedding_model": "SOLAR_1_MINI"}""").status()).isEqualTo(400);
    }

    @Test
    void the_callback_is_a_page_whatever_it_is_called_with() {
        CarbonServer.Reply reply = server.get("/integrations/salesforce?state=%3Cscript%3E&code=1");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(reply.response().body()).contains("start again").doesNotContain("<script>");
        assertThat(server.get("/integrations/salesforce").status()).isEqualTo(400);
        assertThat(server.get("/integrations/salesforce/sync").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&code=",
                "&code=%20",
                "&code=a%0Ab",
                "&code=1&error=%0D%0A",
                "&error=x&error_description=%00"
            })
    void who_comes_back_with_a_good_state_and_nonsense_gets_a_page(String rest) {
        CarbonServer.Reply reply = server.get("/integrations/salesforce?state=" + state() + rest);

        assertThat(reply.status()).isBetween(400, 502).isNotEqualTo(500);
        assertThat(reply.response().body()).contains("The account was not connected");
    }

    @Test
    void a_callback_that_is_asked_for_its_head_uses_up_nothing_and_says_nothing() {
        String callback = "/integrations/salesforce?error=access_denied&state=" + state();

        CarbonServer.Reply head =
                server.send(server.request(callback).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        assertThat(server.get(callback).status()).as("the state was still good").isEqualTo(403);
        assertThat(server.get(callback).status()).as("and is so once").isEqualTo(400);
        assertThat(server.send(server.request(callback).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_browser_that_fetches_a_callback_ahead_is_refused_it_and_uses_up_nothing() {
        String callback = "/integrations/salesforce?error=access_denied&state=" + state();

        CarbonServer.Reply ahead = server.get(callback, "Sec-Purpose", "prefetch;prerender");

        assertThat(ahead.status()).isEqualTo(503);
        assertThat(ahead.header("cache-control")).isEqualTo("no-store");
        assertThat(server.get(callback).status()).isEqualTo(403);
    }

    /// The state of a new link.
    private static String state() {
        String link = server.ask("ann", "/integrations/oauth_url", """
                {"service": "SALESFORCE", "connecting_new_account": true, "salesforce_domain": "acme.my.salesforce.com"}""")
                .json()
                .at("/oauth_url")
                .asString();
        return link.replaceAll(".*[?&]state=([^&]*).*", "$1");
    }

    @Test
    void the_server_says_that_it_is_ready() {
        assertThat(server.get("/health").status()).isEqualTo(200);
        assertThat(server.get("/health").json().at("/status").asString()).isEqualTo("UP");
    }
}
