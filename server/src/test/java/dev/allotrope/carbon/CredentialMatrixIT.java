package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.access.ByApiKey;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.ApiKeys;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every endpoint with every kind of credential. The endpoints come from the server; one without a row here fails.
class CredentialMatrixIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer();

    /// What an endpoint is asked, what it answers to its owner, and what to another customer.
    private record Row(String body, int owner, int stranger) {}

    private static final Map<String, Row> ROWS = Map.ofEntries(
            Map.entry("GET /auth/v1/access_token", new Row("", 200, 200)),
            Map.entry("GET /auth/v1/white_labeling", new Row("", 200, 200)),
            Map.entry("GET /whoami", new Row("", 200, 200)),
            Map.entry("POST /integrations/oauth_url", new Row("""
                    {"service": "SALESFORCE", "data_source_id": %d, "salesforce_domain": "acme.my.salesforce.com"}""", 200, 404)),
            Map.entry("POST /integrations/connect", new Row("""
                    {"authentication": {"source": "SALESFORCE", "access_token": "x", "domain": "login.salesforce.com"}}""", 422, 422)),
            Map.entry("POST /integrations/items/sync", new Row("{\"data_source_id\": %d}", 200, 404)),
            Map.entry("POST /integrations/items/sync/cancel", new Row("{\"data_source_id\": \"%d\"}", 200, 404)),
            Map.entry("POST /integrations/items/list", new Row("{\"data_source_id\": %d}", 200, 404)),
            Map.entry("POST /integrations/files/sync", new Row("{\"data_source_id\": %d, \"ids\": []}", 200, 404)),
            Map.entry("POST /user_data_sources", new Row("{}", 200, 200)),
            Map.entry("GET /data_sources/{id}/sync_runs", new Row("", 200, 404)),
            Map.entry("GET /data_sources/{id}/sync_runs/{run}", new Row("", 404, 404)),
            Map.entry("POST /data_sources/{id}/sync_runs/{run}/release", new Row("", 404, 404)),
            Map.entry("POST /revoke_access_token", new Row("{\"data_source_id\": %d}", 200, 404)),
            Map.entry("POST /user_files_v2", new Row("{}", 200, 200)),
            Map.entry("POST /resync_file", new Row("{\"file_id\": 999999999999}", 404, 404)),
            Map.entry("POST /delete_files_v2", new Row("{\"filters\": {\"ids\": [1]}}", 200, 200)),
            Map.entry("POST /embeddings", new Row("{\"query\": \"vpn\", \"k\": 3}", 200, 200)));

    /// Endpoints that need no credential, and why.
    private static final Set<String> OPEN = Set.of(
            "GET /health", // asked by load balancers
            "GET /file_links/{organization}/{customer}/{file}/{form}", // the link is signed
            "GET /integrations/salesforce", // the state is single-use
            "GET /integrations/salesforce/sync");

    private static String otherOrganizationsKey = "";
    private static String revokedKey = "";

    @BeforeAll
    static void another_organization_exists() {
        ApiKeys keys = server.bean(ApiKeys.class);
        OrganizationId other = server.bean(Organizations.class).create("other").id();
        otherOrganizationsKey = keys.create(other, "right").text().reveal();
        ApiKeys.Created revoked = keys.create(new OrganizationId(1), "revoked");
        keys.revoke(Scope.SYSTEM, revoked.key().id());
        revokedKey = revoked.text().reveal();
    }

    @Test
    void every_endpoint_has_a_row() {
        Set<String> customerRoutes = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        endpoints().forEach((endpoint, handler) -> (guarded(handler) ? customerRoutes : open).add(endpoint));

        assertThat(customerRoutes).isEqualTo(new TreeSet<>(ROWS.keySet()));
        assertThat(open).isEqualTo(new TreeSet<>(OPEN));
    }

    @TestFactory
    Stream<DynamicTest> endpoints_and_credentials() {
        return endpoints().entrySet().stream()
                .filter(entry -> guarded(entry.getValue()))
                .flatMap(entry -> cases(entry.getKey(), entry.getValue()));
    }

    private record Case(String credential, int status, List<String> headers) {}

    private static Stream<DynamicTest> cases(String endpoint, HandlerMethod handler) {
        Row row = ROWS.get(endpoint);
        if (row == null) {
            return Stream.of(
                    DynamicTest.dynamicTest(endpoint, () -> assertThat(row).isNotNull()));
        }
        boolean keyOnly = Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(ByApiKey.class));
        String key = "Bearer " + CarbonServer.API_KEY;
        String token = token("owner");
        return Stream.of(
                        new Case("none", 401, List.of()),
                        new Case("malformed", 401, headers("Basic abc", "owner")),
                        new Case("no scheme", 401, headers(CarbonServer.API_KEY, "owner")),
                        new Case("unknown key", 401, headers("Bearer nobody-has-this-key", "owner")),
                        new Case("unknown token", 401, List.of("authorization", "Token nobody-has-this")),
                        new Case("revoked key", 401, headers("Bearer " + revokedKey, "owner")),
                        new Case("expired token", 401, List.of("authorization", "Token " + expiredToken())),
                        new Case("key without customer", 422, List.of("authorization", key)),
                        new Case(
                                "key of another organization",
                                row.stranger(),
                                headers("Bearer " + otherOrganizationsKey, "owner")),
                        new Case("another customer", row.stranger(), headers(key, "stranger")),
                        new Case(
                                "token of another customer",
                                row.stranger(),
                                List.of("authorization", "Token " + token("stranger"))),
                        new Case(
                                "right token after an old one",
                                row.owner(),
                                List.of("authorization", "Token old, token " + token)),
                        new Case("right token", row.owner(), List.of("authorization", "Token " + token)),
                        new Case("right key", row.owner(), headers("bearer " + CarbonServer.API_KEY, "owner")))
                .map(each -> {
                    boolean refused = keyOnly
                            && each.headers().size() == 2
                            && !each.credential().equals("key without customer");
                    Case expected = refused ? new Case(each.credential(), 403, each.headers()) : each;
                    return DynamicTest.dynamicTest(
                            endpoint + " with " + each.credential(), () -> check(endpoint, row, expected));
                });
    }

    private static void check(String endpoint, Row row, Case each) {
        String[] parts = endpoint.split(" ");
        String[] headers = each.headers().toArray(String[]::new);
        String body = row.body().contains("%d") ? row.body().formatted(connection()) : row.body();

        String path = parts[1].contains("{id}")
                ? parts[1].replace("{id}", String.valueOf(connection())).replace("{run}", "4711")
                : parts[1];
        CarbonServer.Reply reply =
                parts[0].equals("GET") ? server.get(path, headers) : server.post(path, body, headers);

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(each.status());
        if (each.status() == 422 && each.credential().equals("key without customer")) {
            assertThat(reply.json().at("/detail/0/loc").toString()).isEqualTo("[\"header\",\"customer-id\"]");
        } else if (each.status() >= 400 && each.status() != 422) {
            assertThat(reply.json().at("/detail").isString()).isTrue();
        }
    }

    private static List<String> headers(String authorization, String customer) {
        return List.of("authorization", authorization, "customer-id", customer);
    }

    private static Map<String, HandlerMethod> endpoints() {
        Map<String, HandlerMethod> endpoints = new java.util.TreeMap<>();
        server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith("dev.allotrope.carbon.")
                    && !mapping.getPatternValues().contains("/error")) {
                mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapping.getPatternValues()
                                .forEach(path -> endpoints.put(method + " " + path, handler)));
            }
        });
        return endpoints;
    }

    private static boolean guarded(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .map(MethodParameter::getParameterType)
                .anyMatch(type -> type == Tenant.class || type == Scope.Organization.class);
    }

    private static String token(String customer) {
        return server.get(
                        "/auth/v1/access_token",
                        "authorization",
                        "Bearer " + CarbonServer.API_KEY,
                        "customer-id",
                        customer)
                .json()
                .at("/access_token")
                .asString();
    }

    private static String expiredToken() {
        String token = token("expired");
        Tenant tenant = server.bean(Customers.class)
                .named(new OrganizationId(1), "expired")
                .tenant();
        server.database()
                .transactions()
                .run(
                        tenant,
                        () -> server.database()
                                .jdbc()
                                .sql(
                                        "UPDATE access_token SET expires_at = now() - interval '1 second' WHERE customer_id = ?")
                                .param(tenant.customer().value())
                                .update());
        return token;
    }

    /// A connection of the owner's, made anew because the calls before may have disconnected the last one.
    private static long connection() {
        Tenant tenant = server.bean(Customers.class)
                .named(new OrganizationId(1), "owner")
                .tenant();
        return TestConnections.connection(server.database(), tenant);
    }
}
