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
/// Sources: Salesforce Help, "OAuth 2.0 Authorization Errors"; Help articles 005132365 (uninstalled apps),
/// 000205876 (five approvals) and 005316711 (rotation); the REST API guide on refresh tokens. Not documented, but seen:
/// the codes of blocked, removed and restricted apps, `unknown_error`, and descriptions of `invalid_grant` beside
/// "expired access/refresh token".
record OAuthRefusal(String error, String description) {
    /// An answer without an OAuth error, such as one in the REST API's form, says nothing of the authorization.
    private static final String NONE = "";

    private static final int MAX_SHOWN = 200;
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofMinutes(1);
    private static final Duration STUMBLE_PAUSE = Duration.ofSeconds(30);
    private static final String NOT_INSTALLED =
            "an administrator has to install the app in Setup, Connected Apps OAuth Usage, or let the user approve uninstalled apps";
    private static final String USER_INACTIVE =
            "the Salesforce user is inactive: an administrator has to activate it in Setup, Users, or connect with an active one";

    /// `error` and `description` as they came from outside, made safe to show anywhere.
    static OAuthRefusal of(@Nullable String error, @Nullable String description) {
        return new OAuthRefusal(shown(error), shown(description));
    }

    Failure whileAuthorizing() {
        return failure("could not connect to Salesforce");
    }

    Failure whileExchanging() {
        return failure("could not exchange the authorization code");
    }

    /// A dead refresh token is `SOURCE_REVOKED`: nothing but a new authorization helps.
    Failure whileRefreshing() {
        if (code().equals("invalid_grant") && !ipRestricted() && !says("inactive user")) {
            return new Failure(
                    ErrorCode.SOURCE_REVOKED,
                    "could not refresh the access token: Salesforce says " + said() + ". " + end()
                            + "; connect the account again to re-authorize it",
                    new Retry.AfterReauthorization(),
                    null);
        }
        return failure("could not refresh the access token");
    }

    /// Why the authorization may have ended.
    private String end() {
        return says("authentication failure")
                ? "The user is frozen or locked out, or its password was changed: an administrator has to unfreeze or"
                        + " unlock it in Setup, Users"
                : "The authorization was revoked, expired unused, was rotated away, or fell to the sixth approval"
                        + " of the same user for the same app (Salesforce keeps five)";
    }

    private Failure failure(String what) {
        String message = what + ": Salesforce says " + said() + "; " + remedy();
        if (code().equals("rate_limit_exceeded")) {
            return new Failure(ErrorCode.SOURCE_RATE_LIMITED, message, Retry.after(RATE_LIMIT_PAUSE), null);
        }
        if (stumbled()) {
            return new Failure(ErrorCode.SOURCE_UNAVAILABLE, message, Retry.after(STUMBLE_PAUSE), null);
        }
        return new Failure(ErrorCode.SOURCE_REFUSED, message);
    }

    private String said() {
        String name = error.isEmpty() ? "no reason" : error;
        return description.isEmpty() ? name : name + " (" + description + ")";
    }

    private String remedy() {
        return switch (code()) {
            case "access_denied" -> "the user did not approve: start again and press Allow";
            case "invalid_grant" -> grantRemedy();
            case "inactive_user" -> USER_INACTIVE;
            case "inactive_org" -> "the org is locked, closed or suspended: its administrator has to ask Salesforce";
            case "invalid_client_id" ->
                "the client id is unknown to this org: check it, and wait up to ten minutes after the app was created";
            case "invalid_client", "invalid_client_credentials" -> clientRemedy();
            case "invalid_app_access", "oauth_app_access_denied" ->
                "the app admits only users that an administrator approved: add the user's profile or permission set to it (Setup, the"
                        + " app's Policies)";
            case "redirect_uri_mismatch" ->
                "register this server's callback address, ending in /integrations/salesforce, to the letter in the connected app";
            case "invalid_scope" -> "allow the requested OAuth scopes in the connected app, or ask for fewer";
            case "rate_limit_exceeded" -> "too many log-ins in a short time: try again later";
            case "oauth_app_blocked" ->
                "an administrator blocked the app: unblock it in Setup, Connected Apps OAuth Usage; where API Access Control is on, it"
                        + " has to be installed there as well";
            case "oauth_ec_app_not_found", "app_not_found" ->
                "the external client app is not in this org: an administrator has to install its package (again), or create one"
                        + " here";
            case "oauth_approval_error_generic" -> NOT_INSTALLED;
            case NONE, "unknown_error", "server_error", "temporarily_unavailable" ->
                "Salesforce stumbled: it is tried again by itself; at log-in, start again";
            default -> otherRemedy();
        };
    }

    private String grantRemedy() {
        if (ipRestricted()) {
            return "the org restricts IP addresses or log-in hours: an administrator has to admit this server's address in the"
                    + " app (Setup, the app's Policies, IP Relaxation) or the profile (Login IP Ranges, Login Hours)";
        }
        if (says("inactive user")) {
            return USER_INACTIVE;
        }
        if (says("authentication failure")) {
            return "the user is frozen or locked out: an administrator has to unfreeze or unlock it in Setup, Users";
        }
        return "the authorization code was used or is older than 15 minutes: start again";
    }

    private String otherRemedy() {
        if (underWay()) {
            return "another refresh of this connection is under way: it is tried again by itself";
        }
        return "ask the org's administrator to check the connected app; docs/salesforce-app.md says how it is set up";
    }

    private String clientRemedy() {
        if (says("install")) {
            return NOT_INSTALLED;
        }
        return "the client secret is wrong: check the configured app";
    }

    private boolean ipRestricted() {
        return says("ip restricted");
    }

    /// Nothing is wrong with the token: the same request may succeed soon.
    private boolean stumbled() {
        return switch (code()) {
            case NONE, "unknown_error", "server_error", "temporarily_unavailable" -> true;
            default -> underWay();
        };
    }

    private boolean underWay() {
        return code().equals("invalid_request") && says("already being processed");
    }

    /// Salesforce writes some of its codes in capitals.
    private String code() {
        return error.toLowerCase(Locale.ROOT);
    }

    private boolean says(String words) {
        return description.toLowerCase(Locale.ROOT).contains(words);
    }

    private static String shown(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = text.replaceAll("[^\\p{L}\\p{N} .,:;'()/_-]", " ").strip();
        return safe.substring(0, Math.min(safe.length(), MAX_SHOWN));
    }
}
