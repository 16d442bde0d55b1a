package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.Patience;
import dev.allotrope.source.RemoteUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceAuthorizerTest {
    private static final String DOMAIN = "acme.my.salesforce.com";
    private static final Secret VERIFIER = Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    private static final ConnectedApp APP = new ConnectedApp(
            "server",
            "client",
            Secret.of("shh-secret"),
            URI.create("https://allotrope.example/integrations/salesforce"));

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private URI base;
    private SalesforceAuthorizer authorizer;
    private int status = 200;
    private String contentType = "application/json;charset=UTF-8";
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        base = URI.create("http://localhost:" + server.getAddress().getPort());
        authorizer = new SalesforceAuthorizer(SalesforceHosts.of(base.toString()), new OAuthHttp(Patience.USUAL));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_link_goes_to_the_customers_domain_with_pkce() {
        SalesforceAuthorizer production =
                new SalesforceAuthorizer(SalesforceHosts.real(), new OAuthHttp(Patience.USUAL));

        URI link = production.authorization(DOMAIN, APP, List.of(), Secret.of("the-state"), VERIFIER);

        assertThat(link.toString()).startsWith("https://acme.my.salesforce.com/services/oauth2/authorize?");
        assertThat(form(link.getRawQuery()))
                .containsOnly(
                        Map.entry("response_type", "code"),
                        Map.entry("client_id", "client"),
                        Map.entry("redirect_uri", "https://allotrope.example/integrations/salesforce"),
                        Map.entry("scope", "id profile email address phone api refresh_token offline_access openid"),
                        Map.entry("state", "the-state"),
                        // RFC 7636, appendix B
                        Map.entry("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
                        Map.entry("code_challenge_method", "S256"));
    }

    @Test
    void requested_scopes_replace_the_usual_ones() {
        URI link = authorizer.authorization(DOMAIN, APP, List.of("api", "openid"), Secret.of("s"), VERIFIER);

        assertThat(form(link.getRawQuery())).containsEntry("scope", "api openid");
        assertThat(link.toString()).startsWith(base.toString());
    }

    @Test
    void a_code_is_exchanged_for_tokens() {
        body = """
                {"access_token":"00D!new","refresh_token":"5Aep","signature":"x=","scope":"api id","id_token":"e.y.z",
                 "instance_url":"%s","id":"https://evil.example/id/00D/005","token_type":"Bearer","issued_at":"1719792000000"}""".formatted(base);

        IssuedTokens tokens = authorizer.exchange(DOMAIN, APP, Secret.of("aPrx=="), VERIFIER);

        assertThat(tokens).isEqualTo(new IssuedTokens(new AccessToken(Secret.of("00D!new")), Secret.of("5Aep"), base));
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst()).startsWith("POST /services/oauth2/token ");
        assertThat(form(requests.getFirst().substring("POST /services/oauth2/token ".length())))
                .containsOnly(
                        Map.entry("grant_type", "authorization_code"),
                        Map.entry("code", "aPrx=="),
                        Map.entry("client_id", "client"),
                        Map.entry("client_secret", "shh-secret"),
                        Map.entry("redirect_uri", "https://allotrope.example/integrations/salesforce"),
                        Map.entry("code_verifier", VERIFIER.reveal()));
    }

    @Test
    void a_refresh_without_rotation_brings_no_refresh_token() {
        body = """
                {"access_token":"00D!next","instance_url":"https://acme.my.salesforce.com","token_type":"Bearer"}""";

        IssuedTokens tokens = authorizer.refresh(DOMAIN, APP, Secret.of("5Aep"));

        assertThat(tokens).isEqualTo(new IssuedTokens(new AccessToken(Secret.of("00D!next")), null, base));
        assertThat(requests.getFirst()).contains("grant_type=refresh_token", "refresh_token=5Aep");
    }

    @Test
    void an_answer_for_a_foreign_instance_is_not_used() {
        body = """
                {"access_token":"00D!x","instance_url":"https://evil.example","token_type":"Bearer"}""";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED))
                .hasMessageContaining("instance_url");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid_grant | expired access/refresh token | SOURCE_REVOKED | re-authorize",
                "invalid_grant | ip restricted or invalid login hours | SOURCE_REFUSED | admit this server's address",
                "invalid_grant | authentication failure | SOURCE_REVOKED | unfreeze or unlock it",
                "invalid_grant | inactive user | SOURCE_REFUSED | activate it",
                "inactive_user | user is inactive | SOURCE_REFUSED | connect with an active one",
                "OAUTH_APP_BLOCKED | this app is blocked by admin | SOURCE_REFUSED | unblock it",
                "app_not_found | External client app is not installed in this org | SOURCE_REFUSED | install its package",
                "OAUTH_APP_ACCESS_DENIED | user is not admin approved | SOURCE_REFUSED | an administrator approved",
                "unknown_error | retry your request | SOURCE_UNAVAILABLE | tried again by itself",
                "invalid_request | token request is already being processed | SOURCE_UNAVAILABLE | is under way",
                "inactive_org | org is locked | SOURCE_REFUSED | its administrator has to ask Salesforce",
                "invalid_client_id | client identifier invalid | SOURCE_REFUSED | ten minutes",
                "invalid_client | invalid client credentials | SOURCE_REFUSED | the client secret is wrong",
                "invalid_client | app must be installed into org | SOURCE_REFUSED | install the app",
                "invalid_app_access | user is not admin approved | SOURCE_REFUSED | an administrator approved",
                "redirect_uri_mismatch | must match | SOURCE_REFUSED | /integrations/salesforce",
                "rate_limit_exceeded | number of login requests exceeded | SOURCE_RATE_LIMITED | try again later",
                "something_new | odd | SOURCE_REFUSED | ask the org's administrator",
            })
    void refusals_are_told_with_the_reason_and_what_to_do(
            String error, String description, ErrorCode code, String remedy) {
        status = 400;
        body = "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(code))
                .hasMessageContaining(error)
                .hasMessageContaining(description)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("5Aep")
                .hasMessageNotContaining("shh-secret");
    }

    @Test
    void a_refusal_without_an_oauth_error_says_nothing_of_the_authorization() {
        status = 403;
        body = "[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"TotalRequests Limit exceeded.\"}]";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
                .hasMessageContaining("no reason");
    }

    @Test
    void a_used_code_is_a_refusal_and_no_lost_authorization() {
        status = 400;
        body = "{\"error\":\"invalid_grant\",\"error_description\":\"expired authorization code\"}";

        assertThatThrownBy(() -> authorizer.exchange(DOMAIN, APP, Secret.of("code"), VERIFIER))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_REFUSED))
                .hasMessageContaining("start again");
    }

    @Test
    void what_a_callback_brings_along_is_made_safe_to_show() {
        Failure failure =
                authorizer.refusal("<script>alert(1)</script>", "<img src=x onerror=\"x\">&amp;" + "y".repeat(999));

        assertThat(failure.getMessage()).doesNotContain("<", ">", "\"", "&").hasSizeLessThan(600);
    }

    @Test
    void a_page_with_a_server_error_is_an_outage() {
        status = 503;
        contentType = "text/html";
        body = "<html>We are down</html>";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
    }

    // The edge in front of an org answers for people, with any status, in maintenance or when the org moved.
    @ParameterizedTest
    @CsvSource({"200", "302", "420"})
    void a_page_is_an_outage_and_no_refusal(int of) {
        status = of;
        contentType = "text/html; charset=UTF-8";
        body = "<html>We are down for maintenance</html>";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
                .hasMessageContaining("a page (status " + of + ")");
    }

    @Test
    void a_revocation_is_answered_with_nothing() {
        contentType = "text/html;charset=UTF-8";
        body = "";

        authorizer.revoke(DOMAIN, Secret.of("5Aep"));

        assertThat(requests).hasSize(1);
    }

    @Test
    void a_host_that_is_not_there_is_an_outage() {
        server.stop(0);

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void redirects_are_not_followed() {
        status = 302;

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED));
        assertThatThrownBy(() -> authorizer.identify(base, new AccessToken(Secret.of("00D"))))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED));
        assertThat(requests).hasSize(2);
    }

    @Test
    void an_endless_answer_is_cut_off() {
        body = "x".repeat(300 * 1024);

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
    }

    @Test
    void nonsense_is_no_token_answer_and_is_not_quoted() {
        body = "{\"access_token\":\"00D!secret\"}";

        assertThatThrownBy(() -> authorizer.refresh(DOMAIN, APP, Secret.of("5Aep")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED))
                .hasMessageNotContaining("00D!secret")
                .hasNoCause();
    }

    @Test
    void identity_comes_from_userinfo() {
        body = """
                {"sub":"https://login.salesforce.com/id/00D/005","user_id":"005xx000001Sv6AAAS",
                 "organization_id":"00Dxx0000001gPLEAY","preferred_username":"ada@example.com","email":"ada@mail.example"}""";

        assertThat(authorizer.identify(base, new AccessToken(Secret.of("00D!x"))))
                .contains(new RemoteUser("00Dxx0000001gPLEAY", "005xx000001Sv6AAAS", "ada@example.com"));
        assertThat(requests).containsExactly("GET /services/oauth2/userinfo Bearer 00D!x");
    }

    @Test
    void tokens_that_are_not_accepted_identify_nobody() {
        status = 401;
        body = "[]";
        assertThat(authorizer.identify(base, new AccessToken(Secret.of("dead"))))
                .isEmpty();

        status = 403;
        contentType = "text/plain";
        body = "Bad_OAuth_Token";
        assertThat(authorizer.identify(base, new AccessToken(Secret.of("dead"))))
                .isEmpty();
    }

    @Test
    void a_user_without_api_access_is_refused() {
        status = 403;
        body = "{}";

        assertThatThrownBy(() -> authorizer.identify(base, new AccessToken(Secret.of("00D"))))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.SOURCE_REFUSED));
    }

    @Test
    void revoking_a_dead_token_is_no_error() {
        authorizer.revoke(DOMAIN, Secret.of("5Aep=x"));
        assertThat(requests).containsExactly("POST /services/oauth2/revoke token=5Aep%3Dx");

        status = 400;
        contentType = "application/x-www-form-urlencoded";
        body = "error=invalid_token";
        authorizer.revoke(DOMAIN, Secret.of("dead"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = exchange.getRequestMethod().equals("POST")
                ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                : exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ErrorCode code(Throwable failure) {
        return ((Failure) failure).code();
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
