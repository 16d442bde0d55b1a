package dev.allotrope.salesforce.sim.oauth;

import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.user.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// `/services/oauth2/…` and `/id/…`.
public final class OAuthEndpoints {

    private static final String DEFAULT_SCOPES = "api refresh_token id";
    private static final String BASIC = "Basic ";

    private final Grants grants;
    private final Switches switches;
    private final SimClock clock;
    private final Supplier<String> baseUrl;

    public OAuthEndpoints(Grants grants, Switches switches, SimClock clock, Supplier<String> baseUrl) {
        this.grants = grants;
        this.switches = switches;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /// Shows the log-in page, or the error page when nothing may be redirected; a POST carries the user's decision.
    public Reply authorize(Request request) {
        boolean decided = request.method().equals("POST");
        Map<String, String> parameters = decided ? request.form() : request.query();
        ConnectedApp app = grants.app(parameters.getOrDefault("client_id", "")).orElse(null);
        if (app == null) {
            return AuthorizePage.error("invalid_client_id", "client identifier invalid");
        }
        String redirectUri = parameters.getOrDefault("redirect_uri", "");
        if (!app.redirectUris().contains(redirectUri)) {
            return AuthorizePage.error("redirect_uri_mismatch", "redirect_uri must match configuration");
        }
        return refusal(app, parameters)
                .map(refusal -> back(redirectUri, parameters, refusal))
                .orElseGet(() -> decide(app, parameters, decided));
    }

    private Optional<Map<String, String>> refusal(ConnectedApp app, Map<String, String> parameters) {
        String challenge = parameters.get("code_challenge");
        if (switches.on(Switch.APP_REMOVED)) {
            return refuse("OAUTH_EC_APP_NOT_FOUND", "external client app is not installed in this org");
        }
        String method = parameters.getOrDefault("code_challenge_method", "S256");
        if (!switches.on(Switch.APP_INSTALLED)) {
            return refuse("invalid_client", "app must be installed into org");
        }
        if (switches.on(Switch.APP_BLOCKED)) {
            return refuse("OAUTH_APP_BLOCKED", "this app is blocked by admin");
        }
        if (!"code".equals(parameters.get("response_type"))) {
            return refuse("unsupported_response_type", "response type not supported");
        }
        if (challenge == null && (app.isPublic() || switches.on(Switch.PKCE_REQUIRED))) {
            return refuse("invalid_request", "missing required code challenge");
        }
        if (challenge != null && (!method.equals("S256") || !challenge.matches("[\\w-]{43}"))) {
            return refuse("invalid_request", "invalid code challenge");
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> refuse(String error, String description) {
        Map<String, String> refusal = new LinkedHashMap<>();
        refusal.put("error", error);
        refusal.put("error_description", description);
        return Optional.of(refusal);
    }

    private Reply decide(ConnectedApp app, Map<String, String> parameters, boolean decided) {
        String username = parameters.getOrDefault("login_hint", "");
        if (!decided && !switches.on(Switch.AUTO_APPROVE)) {
            String shown = grants.users().named(username).username();
            String scopes = parameters.getOrDefault("scope", DEFAULT_SCOPES);
            return AuthorizePage.form(app.clientId(), scopes, shown, parameters);
        }
        String redirectUri = parameters.getOrDefault("redirect_uri", "");
        if (decided && !"approve".equals(parameters.get("decision"))) {
            return back(
                    redirectUri,
                    parameters,
                    refuse("access_denied", "end-user denied authorization").orElseThrow());
        }
        User user = grants.users().named(parameters.getOrDefault("username", username));
        Optional<TokenException> shutOut = Admission.toLogIn(switches, user);
        if (shutOut.isPresent()) {
            TokenException reason = shutOut.get();
            return back(
                    redirectUri,
                    parameters,
                    refuse(reason.error(), reason.description()).orElseThrow());
        }
        String challenge = parameters.get("code_challenge");
        String code = grants.code(new Grants.Approval(app, user, redirectUri, scopes(parameters), challenge));
        return back(redirectUri, parameters, Map.of("code", code));
    }

    private static Set<String> scopes(Map<String, String> parameters) {
        String asked = parameters.getOrDefault("scope", DEFAULT_SCOPES).trim();
        return new LinkedHashSet<>(List.of(asked.isEmpty() ? DEFAULT_SCOPES.split(" ") : asked.split("[ +]+")));
    }

    private static Reply back(String redirectUri, Map<String, String> parameters, Map<String, String> answer) {
        Map<String, String> all = new LinkedHashMap<>(answer);
        String state = parameters.get("state");
        if (state != null) {
            all.put("state", state);
        }
        StringBuilder location = new StringBuilder(redirectUri);
        char separator = redirectUri.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> each : all.entrySet()) {
            location.append(separator)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return Reply.redirect(location.toString());
    }

    /// Code exchange and refresh; `fault` is what a planned fault makes of the call.
    public Reply token(Request request, @Nullable Fault fault) {
        try {
            if (fault == Fault.INVALID_GRANT) {
                throw new TokenException("invalid_grant", "expired access/refresh token");
            }
            if (fault == Fault.LOGIN_RATE_LIMIT) {
                throw new TokenException("rate_limit_exceeded", "login rate exceeded");
            }
            if (fault == Fault.LOGIN_STUMBLE) {
                throw new TokenException("unknown_error", "retry your request");
            }
            return noStore(Reply.json(200, issue(request)));
        } catch (TokenException e) {
            return noStore(Reply.json(400, refuse(e.error(), e.description()).orElseThrow()));
        }
    }

    private Map<String, Object> issue(Request request) {
        if (!request.method().equals("POST")) {
            throw new TokenException("invalid_request", "HTTP method not supported: must be POST");
        }
        Map<String, String> form = withBasic(request, request.form());
        String type = form.getOrDefault("grant_type", "");
        if (!type.equals("authorization_code") && !type.equals("refresh_token")) {
            throw new TokenException("unsupported_grant_type", "grant type not supported");
        }
        ConnectedApp app = client(form, type.equals("authorization_code"));
        Grants.Issued issued = type.equals("refresh_token")
                ? grants.refresh(app, form.getOrDefault("refresh_token", ""))
                : grants.exchange(app, form);
        return answer(issued);
    }

    /// The refresh may come without a secret, the code exchange of a confidential client not; a wrong secret is always
    /// refused.
    private ConnectedApp client(Map<String, String> form, boolean secretRequired) {
        ConnectedApp app = grants.app(form.getOrDefault("client_id", ""))
                .orElseThrow(() -> new TokenException("invalid_client_id", "client identifier invalid"));
        String secret = form.get("client_secret");
        boolean missing = secret == null || secret.isEmpty();
        if (missing ? secretRequired && !app.isPublic() : !app.clientSecret().equals(secret)) {
            throw new TokenException("invalid_client", "invalid client credentials");
        }
        return app;
    }

    private static Map<String, String> withBasic(Request request, Map<String, String> form) {
        String header = request.header("Authorization");
        if (header == null || !header.startsWith(BASIC)) {
            return form;
        }
        String[] pair = new String(Base64.getDecoder().decode(header.substring(BASIC.length())), StandardCharsets.UTF_8)
                .split(":", 2);
        form.put("client_id", pair[0]);
        form.put("client_secret", pair.length > 1 ? pair[1] : "");
        return form;
    }

    private Map<String, Object> answer(Grants.Issued issued) {
        Grant grant = issued.grant();
        String id = idUrl(grants.users().named(grant.username));
        String issuedAt = Long.toString(clock.instant().toEpochMilli());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", issued.accessToken());
        String refreshToken = issued.refreshToken();
        if (refreshToken != null) {
            answer.put("refresh_token", refreshToken);
        }
        answer.put(
                "signature",
                sign(id + issuedAt, grant.app.isPublic() ? grant.app.clientId() : grant.app.clientSecret()));
        answer.put("scope", String.join(" ", grant.scopes));
        answer.put("instance_url", instanceUrl());
        answer.put("id", id);
        answer.put("token_type", "Bearer");
        answer.put("issued_at", issuedAt);
        return answer;
    }

    /// GET or POST with `token`.
    public Reply revoke(Request request) {
        Map<String, String> parameters = request.method().equals("POST") ? request.form() : request.query();
        return grants.revoke(parameters.getOrDefault("token", ""))
                ? Reply.text(200, "")
                : Reply.json(400, refuse("invalid_token", "invalid token").orElseThrow());
    }

    /// The user behind the Bearer token, as OpenID Connect names things.
    public Reply userinfo(Request request) {
        return identified(request, this::userinfo);
    }

    /// `/id/{organization}/{user}`: the identity of the user behind the Bearer token.
    public Reply identity(Request request) {
        return identified(request, this::identity);
    }

    private interface Profile {
        Map<String, Object> of(User user);
    }

    private Reply identified(Request request, Profile profile) {
        Optional<String> token = request.bearer();
        if (token.isEmpty()) {
            return Reply.text(403, "Missing_OAuth_Token");
        }
        return grants.authenticate(token.get())
                .map(user -> Reply.json(200, profile.of(user)))
                .orElseGet(() -> Reply.text(403, "Bad_OAuth_Token"));
    }

    private Map<String, Object> userinfo(User user) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("sub", idUrl(user));
        info.put("user_id", user.id());
        info.put("organization_id", Org.ORGANIZATION_ID);
        info.put("preferred_username", user.username());
        info.put("nickname", user.displayName());
        info.put("name", user.displayName());
        info.put("email", user.username());
        info.put("email_verified", true);
        info.put("zoneinfo", "Europe/Berlin");
        info.put("urls", urls());
        info.put("active", user.active());
        info.put("user_type", user.kind().userType());
        info.put("language", "en_US");
        info.put("locale", "en_US");
        info.put("utcOffset", 3_600_000);
        info.put("is_app_installed", switches.on(Switch.APP_INSTALLED));
        return info;
    }

    private Map<String, Object> identity(User user) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("id", idUrl(user));
        info.put("asserted_user", true);
        info.put("user_id", user.id());
        info.put("organization_id", Org.ORGANIZATION_ID);
        info.put("username", user.username());
        info.put("nick_name", user.displayName());
        info.put("display_name", user.displayName());
        info.put("email", user.username());
        info.put("email_verified", true);
        info.put("urls", urls());
        info.put("active", user.active());
        info.put("user_type", user.kind().userType());
        info.put("language", "en_US");
        info.put("locale", "en_US");
        return info;
    }

    private Map<String, String> urls() {
        String base = instanceUrl();
        return Map.of(
                "rest", base + "/services/data/v{version}/",
                "sobjects", base + "/services/data/v{version}/sobjects/",
                "query", base + "/services/data/v{version}/query/",
                "custom_domain", base);
    }

    private String idUrl(User user) {
        return baseUrl.get() + "/id/" + Org.ORGANIZATION_ID + "/" + user.id();
    }

    private String instanceUrl() {
        String configured = switches.instanceUrl();
        return configured == null ? baseUrl.get() : configured;
    }

    private static Reply noStore(Reply reply) {
        return reply.with("Cache-Control", "no-store");
    }

    private static String sign(String text, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
