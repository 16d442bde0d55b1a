package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// OAuth 2.0 web server flow: "How Are Apps Authenticated with the Web Server OAuth Flow" (REST API guide),
/// Salesforce Help "OAuth 2.0 Web Server Flow", "Refresh Token Rotation" (005316711), "OAuth error codes".
class OAuthTest {

    /// RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator());
        salesforce.simulator().switches().set(Switch.AUTO_APPROVE, true);
    }

    // REST API guide, web server flow: the user logs in and approves on a page of Salesforce.
    @Test
    void authorize_shows_a_page_to_log_in_and_approve() {
        salesforce.simulator().switches().set(Switch.AUTO_APPROVE, false);

        HttpResponse<String> page = authorize(Map.of());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"username\"", "value=\"approve\"", "value=\"deny\"");
        assertThat(page.body()).contains("<html lang=\"en\">", "name=\"viewport\"", "content=\"light dark\"");
    }

    // Web server flow: the approved user is redirected with the code and the state; the code ends in %3D%3D.
    @Test
    void approval_redirects_with_code_and_state() {
        salesforce.simulator().switches().set(Switch.AUTO_APPROVE, false);

        HttpResponse<String> answer = decide("approve");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer))
                .startsWith(SimClient.REDIRECT + "?code=")
                .contains("%3D%3D")
                .endsWith("&state=s1");
    }

    // Help, OAuth errors: the user denied.
    @Test
    void refusal_redirects_with_access_denied() {
        salesforce.simulator().switches().set(Switch.AUTO_APPROVE, false);

        assertThat(location(decide("deny")))
                .isEqualTo(SimClient.REDIRECT
                        + "?error=access_denied&error_description=end-user+denied+authorization&state=s1");
    }

    // Web server flow: redirect_uri must match exactly; a mismatch shows a page and never redirects.
    @Test
    void another_redirect_uri_is_never_redirected_to() {
        HttpResponse<String> answer = authorize(Map.of("redirect_uri", SimClient.REDIRECT + "/"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("redirect_uri_mismatch");
    }

    // Help 005132365: a connected app that is not installed is refused at the callback.
    @Test
    void an_app_that_is_not_installed_is_refused() {
        salesforce.simulator().switches().set(Switch.APP_INSTALLED, false);

        assertThat(location(authorize(Map.of()))).contains("error=invalid_client");
    }

    // Token answer (REST API guide): issued_at in ms as a string, instance_url, no expires_in.
    @Test
    void token_answer_has_no_expiry() {
        JsonNode answer = SimClient.json(exchange(Map.of()));

        assertThat(answer.has("expires_in")).isFalse();
        assertThat(answer.get("instance_url").asString())
                .isEqualTo(salesforce.simulator().url());
        assertThat(answer.get("issued_at").asString()).matches("\\d{13}");
        assertThat(answer.get("token_type").asString()).isEqualTo("Bearer");
    }

    // Token answer: instance_url is the API base and may differ from the login host.
    @Test
    void token_answer_names_the_configured_instance() {
        salesforce.simulator().switches().instanceUrl("https://acme.my.salesforce.com");

        assertThat(SimClient.json(exchange(Map.of())).get("instance_url").asString())
                .isEqualTo("https://acme.my.salesforce.com");
    }

    // Help, OAuth errors: an authorization code is used once.
    @Test
    void a_code_is_used_once() {
        String code = code(Map.of());
        token(code, Map.of());

        assertThat(error(token(code, Map.of()))).isEqualTo("invalid_grant");
    }

    // Help, OAuth errors: an authorization code expires after 15 minutes.
    @Test
    void a_code_expires_after_15_minutes() {
        String code = code(Map.of());
        salesforce.simulator().clock().advance(Duration.ofMinutes(16));

        HttpResponse<String> answer = token(code, Map.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SimClient.json(answer).get("error_description").asString()).isEqualTo("expired authorization code");
    }

    // Web server flow, code_challenge: the right verifier is accepted.
    @Test
    void pkce_accepts_the_verifier() {
        String code = code(Map.of("code_challenge", CHALLENGE));

        assertThat(token(code, Map.of("code_verifier", VERIFIER)).statusCode()).isEqualTo(200);
    }

    // Web server flow, code_challenge: sent but no verifier at the token call is invalid_grant.
    @Test
    void pkce_without_verifier_is_invalid_grant() {
        assertThat(error(token(code(Map.of("code_challenge", CHALLENGE)), Map.of())))
                .isEqualTo("invalid_grant");
    }

    // Web server flow, code_challenge: a wrong verifier is invalid_request.
    @Test
    void pkce_with_a_wrong_verifier_is_invalid_request() {
        String code = code(Map.of("code_challenge", CHALLENGE));

        assertThat(error(token(code, Map.of("code_verifier", VERIFIER + "x")))).isEqualTo("invalid_request");
    }

    // Help, OAuth errors: unknown consumer key.
    @Test
    void unknown_client_is_invalid_client_id() {
        assertThat(error(exchange(Map.of("client_id", "nobody")))).isEqualTo("invalid_client_id");
    }

    // Connected app settings, "Require Secret for Web Server Flow" off and "Require PKCE" on.
    @Test
    void a_public_client_needs_no_secret_but_a_code_challenge() {
        salesforce.simulator().register("public", "", SimClient.REDIRECT);
        String code = code(Map.of("client_id", "public", "code_challenge", CHALLENGE));

        assertThat(location(authorize(Map.of("client_id", "public")))).contains("error=invalid_request");
        HttpResponse<String> answer = client.form(
                "/services/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        "public",
                        "redirect_uri",
                        SimClient.REDIRECT,
                        "code_verifier",
                        VERIFIER));
        assertThat(SimClient.json(answer).get("access_token").asString()).isNotEmpty();
    }

    // Help, OAuth errors: wrong consumer secret.
    @Test
    void wrong_secret_is_invalid_client() {
        assertThat(error(exchange(Map.of("client_secret", "wrong")))).isEqualTo("invalid_client");
    }

    // Refresh flow: the answer has no refresh token when rotation is off.
    @Test
    void refresh_keeps_the_refresh_token() {
        String refreshToken = refreshToken();

        JsonNode answer = SimClient.json(refresh(refreshToken));

        assertThat(answer.has("access_token")).isTrue();
        assertThat(answer.has("refresh_token")).isFalse();
    }

    // Help 005316711: with rotation each answer carries a new refresh token.
    @Test
    void rotation_answers_a_new_refresh_token() {
        salesforce.simulator().switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        String first = refreshToken();

        String second = SimClient.json(refresh(first)).get("refresh_token").asString();

        assertThat(second).isNotEqualTo(first);
        assertThat(refresh(second).statusCode()).isEqualTo(200);
    }

    // Help 005316711: reuse of a dead refresh token revokes the living one and its access tokens.
    @Test
    void reuse_of_a_rotated_token_revokes_the_family() {
        salesforce.simulator().switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        String first = refreshToken();
        JsonNode second = SimClient.json(refresh(first));

        assertThat(error(refresh(first))).isEqualTo("invalid_grant");
        assertThat(error(refresh(second.get("refresh_token").asString()))).isEqualTo("invalid_grant");
        assertThat(client.bearer(second.get("access_token").asString())
                        .get(SimClient.DATA + "/")
                        .statusCode())
                .isEqualTo(401);
    }

    // Help 000205876: five approvals per user and app; one more revokes the oldest.
    @Test
    void a_sixth_approval_revokes_the_oldest() {
        String oldest = refreshToken();
        for (int i = 0; i < 5; i++) {
            refreshToken();
        }

        assertThat(error(refresh(oldest))).isEqualTo("invalid_grant");
        assertThat(salesforce.simulator().grants().approvals()).isEqualTo(5);
    }

    // Refresh token policy "expire if not used for": idle tokens die.
    @Test
    void an_idle_refresh_token_dies() {
        salesforce.simulator().switches().refreshTokenIdle(Duration.ofDays(30));
        String refreshToken = refreshToken();
        salesforce.simulator().clock().advance(Duration.ofDays(31));

        assertThat(error(refresh(refreshToken))).isEqualTo("invalid_grant");
    }

    // Revoke (mobile SDK guide): revoking a refresh token kills its access tokens.
    @Test
    void revoking_a_refresh_token_ends_its_sessions() {
        JsonNode answer = SimClient.json(exchange(Map.of()));
        HttpResponse<String> revoked = client.form(
                "/services/oauth2/revoke",
                Map.of("token", answer.get("refresh_token").asString()));

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(client.bearer(answer.get("access_token").asString())
                        .get(SimClient.DATA + "/")
                        .statusCode())
                .isEqualTo(401);
    }

    // Revoke: an unknown token is a 400.
    @Test
    void revoking_an_unknown_token_is_refused() {
        assertThat(client.form("/services/oauth2/revoke", Map.of("token", "x")).statusCode())
                .isEqualTo(400);
    }

    // UserInfo endpoint (Help, remoteaccess_using_userinfo_endpoint): organization and user in 18 characters.
    @Test
    void userinfo_names_organization_and_user() {
        String accessToken =
                SimClient.json(exchange(Map.of())).get("access_token").asString();

        JsonNode info = SimClient.json(client.bearer(accessToken).get("/services/oauth2/userinfo"));

        assertThat(info.get("organization_id").asString()).startsWith("00D").hasSize(18);
        assertThat(info.get("user_id").asString()).startsWith("005").hasSize(18);
    }

    // Identity errors: 403 with a text body.
    @Test
    void userinfo_refuses_a_bad_token() {
        HttpResponse<String> answer = client.bearer("bad").get("/services/oauth2/userinfo");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("Bad_OAuth_Token");
    }

    // Session settings: a session ends after the timeout without use.
    @Test
    void a_session_times_out() {
        client.loggedIn();
        salesforce.simulator().clock().advance(Duration.ofHours(3));

        HttpResponse<String> answer = client.get(SimClient.DATA + "/");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(SimClient.errorCode(answer)).isEqualTo("INVALID_SESSION_ID");
    }

    private HttpResponse<String> authorize(Map<String, String> changes) {
        return client.get("/services/oauth2/authorize?" + SimClient.encode(parameters(changes)));
    }

    private HttpResponse<String> decide(String decision) {
        return client.form(
                "/services/oauth2/authorize", parameters(Map.of("decision", decision, "username", "ada@sim.example")));
    }

    private static Map<String, String> parameters(Map<String, String> changes) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                SalesforceSimulator.CLIENT_ID,
                "redirect_uri",
                SimClient.REDIRECT,
                "state",
                "s1"));
        parameters.putAll(changes);
        return parameters;
    }

    private String code(Map<String, String> changes) {
        String query = URI.create(location(authorize(changes))).getRawQuery();
        Matcher matcher = CODE.matcher("?" + query);
        assertThat(matcher.find()).as(query).isTrue();
        return URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> token(String code, Map<String, String> changes) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "client_id", SalesforceSimulator.CLIENT_ID,
                "client_secret", SalesforceSimulator.CLIENT_SECRET,
                "redirect_uri", SimClient.REDIRECT));
        form.putAll(changes);
        return client.form("/services/oauth2/token", form);
    }

    private HttpResponse<String> exchange(Map<String, String> changes) {
        return token(code(Map.of()), changes);
    }

    private String refreshToken() {
        return SimClient.json(exchange(Map.of())).get("refresh_token").asString();
    }

    private HttpResponse<String> refresh(String refreshToken) {
        return client.form(
                "/services/oauth2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        SalesforceSimulator.CLIENT_ID,
                        "client_secret",
                        SalesforceSimulator.CLIENT_SECRET,
                        "refresh_token",
                        refreshToken));
    }

    private static String error(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        return SimClient.json(answer).get("error").asString();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
