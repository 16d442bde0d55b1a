package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What Salesforce means by an OAuth error, and what to do about it. `error` decides; the description differs
/// between releases and is shown, except where one error stands for several causes.
///
/// Sources: Salesforce Help, "OAuth 2.0 Authorization Errors"; Help articles 005132365 (uninstalled apps) and
/// 000205876 (five approvals); the REST API guide on refresh tokens.
record OAuthRefusal(String error, String description) {
    private static final int MAX_SHOWN = 200;
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofMinutes(1);
    private static final String NOT_INSTALLED =
            "an administrator has to install the app in Connected Apps OAuth Usage, or let the user approve uninstalled apps";

    /// `error` and `description` as they came from outside, made safe to show anywhere.
    static OAuthRefusal of(@Nullable String error, @Nullable String description) {
        return new OAuthRefusal(shown(error).toLowerCase(Locale.ROOT), shown(description));
    }

    Failure whileAuthorizing() {
        return failure("could not connect to Salesforce");
    }

    Failure whileExchanging() {
        return failure("could not exchange the authorization code");
    }

    /// A dead refresh token is `SOURCE_REVOKED`: nothing but a new authorization helps.
    Failure whileRefreshing() {
        if (error.equals("invalid_grant") && !ipRestricted()) {
            return new Failure(
                    ErrorCode.SOURCE_REVOKED,
                    "could not refresh the access token: Salesforce says " + said()
                            + ". The authorization was revoked, expired unused, was rotated away, or fell to the sixth approval"
                            + " of the same user for the same app (Salesforce keeps five); re-authorize the connection",
                    new Retry.AfterReauthorization(),
                    null);
        }
        return failure("could not refresh the access token");
    }

    private Failure failure(String what) {
        String message = what + ": Salesforce says " + said() + "; " + remedy();
        if (error.equals("rate_limit_exceeded")) {
            return new Failure(ErrorCode.SOURCE_RATE_LIMITED, message, Retry.after(RATE_LIMIT_PAUSE), null);
        }
        return new Failure(ErrorCode.SOURCE_REFUSED, message);
    }

    private String said() {
        String name = error.isEmpty() ? "no reason" : error;
        return description.isEmpty() ? name : name + " (" + description + ")";
    }

    private String remedy() {
        return switch (error) {
            case "access_denied" -> "the user did not approve: start again and press Allow";
            case "invalid_grant" -> grantRemedy();
            case "inactive_user" -> "the Salesforce user is inactive: connect with an active one";
            case "inactive_org" -> "the org is locked, closed or suspended: its administrator has to ask Salesforce";
            case "invalid_client_id" ->
                "the client id is unknown to this org: check it, and wait up to ten minutes after the app was created";
            case "invalid_client", "invalid_client_credentials" -> clientRemedy();
            case "invalid_app_access" ->
                "the app admits only users that an administrator approved: add the user's profile or permission set to it";
            case "redirect_uri_mismatch" ->
                "register this server's callback address, ending in /integrations/salesforce, to the letter in the connected app";
            case "invalid_scope" -> "allow the requested OAuth scopes in the connected app, or ask for fewer";
            case "rate_limit_exceeded" -> "too many log-ins in a short time: try again later";
            case "oauth_app_blocked" -> "an administrator blocked the app: unblock it in Connected Apps OAuth Usage";
            case "oauth_ec_app_not_found" ->
                "the external client app belongs to another org: package it there or create one in this org";
            case "oauth_approval_error_generic" -> NOT_INSTALLED;
            default ->
                "ask the org's administrator to check the connected app; docs/salesforce-app.md says how it is set up";
        };
    }

    private String grantRemedy() {
        if (ipRestricted()) {
            return "the org restricts IP addresses or log-in hours: admit this server's address in the app or the profile";
        }
        return "the authorization code was used or is older than 15 minutes: start again";
    }

    private String clientRemedy() {
        if (description.toLowerCase(Locale.ROOT).contains("install")) {
            return NOT_INSTALLED;
        }
        return "the client secret is wrong: check the configured app";
    }

    private boolean ipRestricted() {
        return description.toLowerCase(Locale.ROOT).contains("ip restricted");
    }

    private static String shown(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = text.replaceAll("[^\\p{L}\\p{N} .,:;'()/_-]", " ").strip();
        return safe.substring(0, Math.min(safe.length(), MAX_SHOWN));
    }
}
