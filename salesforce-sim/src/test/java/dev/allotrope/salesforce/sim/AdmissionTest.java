package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.user.Right;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Who is shut out and in which words: Salesforce Help, OAuth 2.0 Authorization Errors; 005132365 (uninstalled apps);
/// Manage OAuth Access Policies (refresh token policies); 000205876 (five approvals).
class AdmissionTest {

    private static final String ADA = "ada@sim.example";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator());
        salesforce.simulator().switches().set(Switch.AUTO_APPROVE, true);
    }

    // What a refresh is refused with; the texts of blocked and removed apps are those seen, not documented ones.
    @ParameterizedTest
    @CsvSource({
        "APP_BLOCKED, true, OAUTH_APP_BLOCKED, this app is blocked by admin",
        "APP_REMOVED, true, app_not_found, External client app is not installed in this org",
        "APP_ACCESS_DENIED, true, invalid_app_access, user is not admin approved to access this app",
        "IP_RESTRICTED, true, invalid_grant, ip restricted or invalid login hours",
        "USER_FROZEN, true, invalid_grant, authentication failure",
        "ORG_LOCKED, true, inactive_org, 'organization is locked, closed, or suspended'",
        "EXPIRE_REFRESH_TOKENS_AT_ONCE, true, invalid_grant, expired access/refresh token",
    })
    void a_refresh_is_refused_with_its_reason(Switch flag, boolean on, String error, String description) {
        String refreshToken = tokens().get("refresh_token").asString();
        salesforce.simulator().switches().set(flag, on);

        HttpResponse<String> answer = refresh(refreshToken);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SimClient.json(answer).get("error").asString()).isEqualTo(error);
        assertThat(SimClient.json(answer).get("error_description").asString()).isEqualTo(description);
    }

    // A refusal that has a cause outside the token leaves the token alive.
    @Test
    void a_lifted_restriction_lets_the_token_live_on() {
        String refreshToken = tokens().get("refresh_token").asString();
        salesforce.simulator().switches().set(Switch.IP_RESTRICTED, true);
        refresh(refreshToken);
        salesforce.simulator().switches().set(Switch.IP_RESTRICTED, false);

        assertThat(refresh(refreshToken).statusCode()).isEqualTo(200);
    }

    // 005132365: an app that is not installed gets no new approvals; those from before go on.
    @Test
    void an_uninstalled_app_goes_on_with_old_approvals() {
        String refreshToken = tokens().get("refresh_token").asString();
        String code = code();
        salesforce.simulator().switches().set(Switch.APP_INSTALLED, false);

        assertThat(refresh(refreshToken).statusCode()).isEqualTo(200);
        JsonNode refused = SimClient.json(exchange(code));
        assertThat(refused.get("error").asString()).isEqualTo("invalid_client");
        assertThat(refused.get("error_description").asString()).isEqualTo("app must be installed into org");
        assertThat(authorize()).containsEntry("error", "invalid_client");
    }

    // Rotation, 005316711: a refresh whose answer is lost has used the token up, one that never arrived has not.
    @ParameterizedTest
    @CsvSource({"ANSWER_LOST, 400", "TRUNCATED, 400", "RESET, 200", "LOGIN_STUMBLE, 200"})
    void with_rotation_a_lost_answer_is_a_lost_token(Fault fault, int status) {
        salesforce.simulator().switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        String refreshToken = tokens().get("refresh_token").asString();
        salesforce.simulator().faults().failNext(CallKind.TOKEN, 1, fault);
        try {
            assertThat(SimClient.json(refresh(refreshToken)).get("error").asString())
                    .isEqualTo("unknown_error");
        } catch (UncheckedIOException e) {
            assertThat(fault).isNotEqualTo(Fault.LOGIN_STUMBLE);
        }

        assertThat(refresh(refreshToken).statusCode()).isEqualTo(status);
    }

    // A frozen user keeps the approval: unfrozen, the token works again.
    @Test
    void a_frozen_user_is_shut_out_for_a_time() {
        JsonNode tokens = tokens();
        salesforce.simulator().switches().set(Switch.USER_FROZEN, true);
        client.bearer(tokens.get("access_token").asString());
        assertThat(client.get(SimClient.DATA + "/sobjects").statusCode()).isEqualTo(401);
        assertThat(authorize()).containsEntry("error", "invalid_grant");

        salesforce.simulator().switches().set(Switch.USER_FROZEN, false);

        assertThat(refresh(tokens.get("refresh_token").asString()).statusCode()).isEqualTo(200);
    }

    // A user who was deactivated loses sessions and tokens.
    @Test
    void an_inactive_user_is_shut_out() {
        JsonNode tokens = tokens();
        salesforce.simulator().users().change(ADA, user -> user.withActive(false));

        client.bearer(tokens.get("access_token").asString());
        assertThat(SimClient.errorCode(client.get(SimClient.DATA + "/sobjects")))
                .isEqualTo("INVALID_SESSION_ID");
        JsonNode refused = SimClient.json(refresh(tokens.get("refresh_token").asString()));
        assertThat(refused.get("error").asString()).isEqualTo("inactive_user");
        assertThat(refused.get("error_description").asString()).isEqualTo("user is inactive");
        assertThat(authorize()).containsEntry("error", "inactive_user");
    }

    // Block in Connected Apps OAuth Usage ends the sessions of the app.
    @Test
    void a_blocked_app_has_no_sessions() {
        client.bearer(tokens().get("access_token").asString());
        salesforce.simulator().switches().set(Switch.APP_BLOCKED, true);

        assertThat(client.get(SimClient.DATA + "/sobjects").statusCode()).isEqualTo(401);
        assertThat(authorize()).containsEntry("error", "OAUTH_APP_BLOCKED");
    }

    // Permitted Users: admin approved users are pre-authorized, others not.
    @Test
    void an_app_may_be_for_approved_users() {
        salesforce.simulator().users().change(ADA, user -> user.without(Right.APP_ACCESS));

        assertThat(authorize()).containsEntry("error", "invalid_app_access");
    }

    // Refresh token policy "Expire refresh token after": from the authorization on, however often it is used.
    @Test
    void a_refresh_token_may_have_a_life() {
        salesforce.simulator().switches().refreshTokenLife(Duration.ofDays(90));
        String refreshToken = tokens().get("refresh_token").asString();
        salesforce.simulator().clock().advance(Duration.ofDays(80));
        assertThat(refresh(refreshToken).statusCode()).isEqualTo(200);

        salesforce.simulator().clock().advance(Duration.ofDays(11));

        assertThat(refresh(refreshToken).statusCode()).isEqualTo(400);
    }

    // 000205876: five approvals for each user and app; other users are not counted.
    @Test
    void approvals_are_counted_by_user() {
        String ours = tokens().get("refresh_token").asString();
        for (int i = 0; i < 6; i++) {
            exchange(code("bob@sim.example"));
        }

        assertThat(refresh(ours).statusCode()).isEqualTo(200);
        assertThat(salesforce.simulator().grants().approvals()).isEqualTo(6);
    }

    // Since May 2026: apps of vendors must use PKCE.
    @Test
    void an_authorization_may_need_pkce() {
        salesforce.simulator().switches().set(Switch.PKCE_REQUIRED, true);

        assertThat(authorize())
                .containsEntry("error", "invalid_request")
                .containsEntry("error_description", "missing required code challenge");
    }

    private Map<String, String> authorize() {
        return authorize(ADA);
    }

    private Map<String, String> authorize(String username) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                SalesforceSimulator.CLIENT_ID,
                "redirect_uri",
                SimClient.REDIRECT,
                "login_hint",
                username));
        HttpResponse<String> answer = client.get("/services/oauth2/authorize?" + SimClient.encode(parameters));
        String query = URI.create(answer.headers().firstValue("Location").orElseThrow())
                .getRawQuery();
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private String code() {
        return code(ADA);
    }

    private String code(String username) {
        return authorize(username).get("code");
    }

    private JsonNode tokens() {
        return SimClient.json(exchange(code()));
    }

    private HttpResponse<String> exchange(String code) {
        return token(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", SimClient.REDIRECT));
    }

    private HttpResponse<String> refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    private HttpResponse<String> token(Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.put("client_id", SalesforceSimulator.CLIENT_ID);
        all.put("client_secret", SalesforceSimulator.CLIENT_SECRET);
        return client.form("/services/oauth2/token", all);
    }
}
