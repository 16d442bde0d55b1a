package dev.allotrope.salesforce;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.source.SourceKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// OAuth with Salesforce on the customer's own My Domain: the web server flow with PKCE, refresh, revocation, and
/// identity by
/// userinfo. The `id` address of a token answer is never called.
final class SalesforceAuthorizer implements Authorizer {
    /// Who the user is, REST calls, refresh tokens, and userinfo.
    private static final List<String> USUAL_SCOPES =
            List.of("id", "profile", "email", "address", "phone", "api", "refresh_token", "offline_access", "openid");

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final SalesforceHosts hosts;
    private final OAuthHttp http;

    SalesforceAuthorizer(SalesforceHosts hosts, OAuthHttp http) {
        this.hosts = hosts;
        this.http = http;
    }

    @Override
    public SourceKind kind() {
        return SourceKind.SALESFORCE;
    }

    @Override
    public String domain(String typed) {
        return hosts.domain(typed);
    }

    @Override
    public URI instance(String domain) {
        return hosts.base(domain);
    }

    @Override
    public URI authorization(String domain, ConnectedApp app, List<String> scopes, Secret state, Secret verifier) {
        List<String> asked = scopes.isEmpty() ? USUAL_SCOPES : scopes;
        return new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(app.clientId()))
                .endpointURI(endpoint(hosts.base(domain), "authorize"))
                .redirectionURI(app.redirect())
                .scope(new Scope(asked.toArray(String[]::new)))
                .state(new State(state.reveal()))
                .codeChallenge(new CodeVerifier(verifier.reveal()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    @Override
    public IssuedTokens exchange(String domain, ConnectedApp app, Secret code, Secret verifier) {
        AuthorizationGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code.reveal()), app.redirect(), new CodeVerifier(verifier.reveal()));
        return tokens("exchange the authorization code", domain, app, grant, OAuthRefusal::whileExchanging);
    }

    @Override
    public IssuedTokens refresh(String domain, ConnectedApp app, Secret refreshToken) {
        AuthorizationGrant grant = new RefreshTokenGrant(new RefreshToken(refreshToken.reveal()));
        return tokens("refresh the access token", domain, app, grant, OAuthRefusal::whileRefreshing);
    }

    @Override
    public Optional<RemoteUser> identify(URI instance, AccessToken token) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, endpoint(instance, "userinfo"));
        request.setAuthorization(new BearerAccessToken(token.value().reveal()).toAuthorizationHeader());
        HTTPResponse answer = http.ask("ask whom the access token speaks for", request);
        if (rejectsToken(answer)) {
            return Optional.empty();
        }
        if (answer.getStatusCode() == FORBIDDEN) {
            throw new Failure(
                    ErrorCode.SOURCE_REFUSED,
                    "could not ask whom the access token speaks for: Salesforce refuses it; the user needs API access and the"
                            + " token the scopes openid and api");
        }
        return Optional.of(user(answer));
    }

    @Override
    public void revoke(String domain, Secret token) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, endpoint(hosts.base(domain), "revoke"));
        request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        request.setBody(URLUtils.serializeParameters(Map.of("token", List.of(token.reveal()))));
        int status = http.ask("revoke the token", request).getStatusCode();
        // 400 is the answer for a token that is dead already.
        if (status != OK && status != BAD_REQUEST) {
            throw malformed("revoke the token", "status " + status, null);
        }
    }

    @Override
    public Failure refusal(String error, @Nullable String description) {
        return OAuthRefusal.of(error, description).whileAuthorizing();
    }

    private IssuedTokens tokens(
            String what,
            String domain,
            ConnectedApp app,
            AuthorizationGrant grant,
            Function<OAuthRefusal, Failure> refused) {
        HTTPResponse answer = http.ask(what, tokenRequest(domain, app, grant));
        if (answer.getStatusCode() == OK) {
            return issued(what, answer);
        }
        if (answer.getStatusCode() < BAD_REQUEST) {
            throw malformed(what, "status " + answer.getStatusCode() + ", check the domain", null);
        }
        ErrorObject error = error(what, answer);
        throw refused.apply(OAuthRefusal.of(error.getCode(), error.getDescription()));
    }

    private HTTPRequest tokenRequest(String domain, ConnectedApp app, AuthorizationGrant grant) {
        URI endpoint = endpoint(hosts.base(domain), "token");
        ClientID client = new ClientID(app.clientId());
        Secret secret = app.clientSecret();
        TokenRequest.Builder request = secret == null
                ? new TokenRequest.Builder(endpoint, client, grant)
                : new TokenRequest.Builder(
                        endpoint,
                        new ClientSecretPost(client, new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal())),
                        grant);
        return request.build().toHTTPRequest();
    }

    private IssuedTokens issued(String what, HTTPResponse answer) {
        try {
            AccessTokenResponse issued = AccessTokenResponse.parse(answer);
            RefreshToken refresh = issued.getTokens().getRefreshToken();
            Object instance = issued.getCustomParameters().get("instance_url");
            if (!(instance instanceof String url)) {
                throw malformed(what, "no instance_url", null);
            }
            return new IssuedTokens(
                    new AccessToken(
                            Secret.of(issued.getTokens().getAccessToken().getValue())),
                    refresh == null ? null : Secret.of(refresh.getValue()),
                    hosts.instance(url));
        } catch (ParseException e) {
            // The cause is left out: a parser may quote the answer, and the answer holds tokens.
            throw malformed(what, "no token answer", null);
        }
    }

    private static ErrorObject error(String what, HTTPResponse answer) {
        try {
            return TokenErrorResponse.parse(answer).getErrorObject();
        } catch (ParseException e) {
            throw malformed(what, "status " + answer.getStatusCode() + " without a reason", e);
        }
    }

    /// Salesforce answers 401 or, for tokens that it does not know, 403 with the text `Bad_OAuth_Token`.
    private static boolean rejectsToken(HTTPResponse answer) {
        if (answer.getStatusCode() == UNAUTHORIZED) {
            return true;
        }
        String body = answer.getBody();
        return answer.getStatusCode() == FORBIDDEN && body != null && body.contains("Bad_OAuth_Token");
    }

    private static RemoteUser user(HTTPResponse answer) {
        String what = "ask whom the access token speaks for";
        if (answer.getStatusCode() != OK) {
            throw malformed(what, "status " + answer.getStatusCode() + ", check the domain", null);
        }
        try {
            JSONObject user = answer.getBodyAsJSONObject();
            return new RemoteUser(
                    JSONObjectUtils.getNonBlankString(user, "organization_id"),
                    JSONObjectUtils.getNonBlankString(user, "user_id"),
                    JSONObjectUtils.getNonBlankString(user, "preferred_username"));
        } catch (ParseException e) {
            throw malformed(what, "no identity", e);
        }
    }

    private static URI endpoint(URI base, String name) {
        return base.resolve("/services/oauth2/" + name);
    }

    private static Failure malformed(String what, String answer, @Nullable Throwable cause) {
        return new Failure(
                ErrorCode.SOURCE_RESPONSE_MALFORMED,
                "could not " + what + ": Salesforce answered with " + answer,
                Retry.NEVER,
                cause);
    }
}
