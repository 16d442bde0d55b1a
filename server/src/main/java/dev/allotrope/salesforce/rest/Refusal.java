package dev.allotrope.salesforce.rest;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.Locale;

/// An error answer of the REST API, and the one place that knows what each of them means. The statuses and codes
/// are those of the REST API guide, "Status Codes and Error Responses".
public record Refusal(int status, String errorCode, String message) {
    /// How long a spent daily allowance is left alone: it is counted over a rolling day, so some of it returns soon.
    public static final Duration DAILY_LIMIT_PAUSE = Duration.ofMinutes(30);
    /// How long an org that stayed down or crowded through all attempts is left alone.
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int MAX_SHOWN = 300;

    /// What a refusal asks of us.
    public enum Kind {
        /// The access token is no longer accepted: a newer one may be.
        SESSION,
        /// The access token is not accepted for this API at all: a newer one would not be either.
        SESSION_UNFIT,
        /// The org's daily allowance is spent.
        DAILY_LIMIT,
        /// Too much at once: the same call may succeed soon.
        CROWDED,
        /// Salesforce is down or stumbled: the same call may succeed soon.
        PASSING,
        /// The user or the whole org is let in no more, whatever the token: somebody has to do something there.
        SHUT_OUT,
        /// The org or the user lacks what we need.
        UNREADABLE,
        /// The object or a field that describe showed is not there for the query.
        STALE_DESCRIPTION,
        /// The query cursor is gone.
        LOCATOR_GONE,
        /// The call asked for more than Salesforce does in one.
        TOO_MUCH,
        OTHER
    }

    public static Refusal tooLarge(long limit) {
        return new Refusal(200, "ANSWER_TOO_LARGE", "the answer has more than " + limit + " bytes");
    }

    public Kind kind() {
        return switch (errorCode) {
            case "INVALID_SESSION_ID" -> unfit() ? Kind.SESSION_UNFIT : Kind.SESSION;
            case "INVALID_AUTH_HEADER", "INVALID_JWT_FORMAT" -> Kind.SESSION;
            case "REQUEST_LIMIT_EXCEEDED" -> concurrent() ? Kind.CROWDED : Kind.DAILY_LIMIT;
            case "API_CURRENTLY_DISABLED" -> apiIsDown() ? Kind.PASSING : Kind.UNREADABLE;
            case "API_DISABLED_FOR_ORG", "FUNCTIONALITY_NOT_ENABLED" -> Kind.UNREADABLE;
            case "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY" -> Kind.UNREADABLE;
            case "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "PASSWORD_LOCKOUT", "INACTIVE_OWNER_OR_USER" ->
                Kind.SHUT_OUT;
            case "LOGIN_DURING_RESTRICTED_DOMAIN", "LOGIN_DURING_RESTRICTED_TIME" -> Kind.SHUT_OUT;
            case "CLIENT_NOT_ACCESSIBLE_FOR_USER", "ORG_LOCKED", "TRIAL_EXPIRED" -> Kind.SHUT_OUT;
            case "INVALID_FIELD", "INVALID_TYPE" -> Kind.STALE_DESCRIPTION;
            case "INVALID_QUERY_LOCATOR" -> Kind.LOCATOR_GONE;
            case "QUERY_TIMEOUT", "QUERY_TOO_COMPLICATED", "OPERATION_TOO_LARGE", "ANSWER_TOO_LARGE" -> Kind.TOO_MUCH;
            case "UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION" -> Kind.PASSING;
            default -> byStatus();
        };
    }

    public boolean answerTooLarge() {
        return errorCode.equals("ANSWER_TOO_LARGE");
    }

    /// Whether it says of what was asked for that the user may not see it, and nothing of anything else.
    public boolean hides() {
        return errorCode.startsWith("INSUFFICIENT_ACCESS");
    }

    /// The failure to throw when nothing else can be done; `doing` reads "list the articles of connection 7".
    public Failure failure(String doing) {
        return switch (kind()) {
            case SESSION ->
                refused(
                        doing,
                        "Salesforce does not accept a renewed access token either (" + errorCode
                                + "); an administrator has to"
                                + " look whether sessions are locked to an IP address (Setup, Session Settings)");
            case SESSION_UNFIT ->
                refused(
                        doing,
                        "the access token is not valid for the REST API; an administrator has to allow the app the scope"
                                + " \"Manage user data via APIs\", then connect again");
            case SHUT_OUT -> refused(doing, remedy());
            case DAILY_LIMIT ->
                limited(doing, "the org's daily API requests are used up; trying again later", DAILY_LIMIT_PAUSE);
            case CROWDED -> limited(doing, "the org has too many API requests running; trying again soon", PAUSE);
            case PASSING -> unavailable(doing, "Salesforce answered " + shown());
            case UNREADABLE -> new Failure(ErrorCode.SOURCE_NOT_READABLE, sentence(doing, remedy()));
            case STALE_DESCRIPTION ->
                new Failure(ErrorCode.SOURCE_NOT_READABLE, sentence(doing, "describe and query disagree: " + shown()));
            case LOCATOR_GONE -> unavailable(doing, "Salesforce dropped the query's cursor again and again");
            case TOO_MUCH -> unavailable(doing, "Salesforce cannot do it even in small parts: " + shown());
            case OTHER -> refused(doing, "Salesforce refused with " + shown());
        };
    }

    private boolean unfit() {
        return message.contains("not valid for use with the REST API")
                || message.contains("Connected app is not attached to Agent");
    }

    private boolean concurrent() {
        return message.contains("Concurrent");
    }

    /// The code stands for "a system problem" (SOAP API guide, ExceptionCode), but is seen mostly for users without the
    /// right and for expired trials, which the words tell apart.
    private boolean apiIsDown() {
        return says("temporarily");
    }

    private boolean says(String words) {
        return message.toLowerCase(Locale.ROOT).contains(words);
    }

    private Kind byStatus() {
        return switch (status) {
            case 401 -> Kind.SESSION;
            case 413, 414, 431 -> Kind.TOO_MUCH;
            case 429 -> Kind.CROWDED;
            case 420 -> Kind.PASSING;
            default -> status >= 500 ? Kind.PASSING : Kind.OTHER;
        };
    }

    private String remedy() {
        return switch (errorCode) {
            case "API_DISABLED_FOR_ORG" ->
                "the REST API is not part of the org's edition, or off for the user (API_DISABLED_FOR_ORG); an administrator has"
                        + " to add API access and grant \"API Enabled\" (Setup, Permission Sets, System Permissions)";
            case "API_CURRENTLY_DISABLED" ->
                says("trial")
                        ? "the org's trial has expired (API_CURRENTLY_DISABLED); its owner has to ask Salesforce"
                        : "the API is off for the connected user (API_CURRENTLY_DISABLED); an administrator has to grant"
                                + " \"API Enabled\" (Setup, Permission Sets, System Permissions)";
            case "CLIENT_NOT_ACCESSIBLE_FOR_USER" ->
                "the app is not open to the connected user (CLIENT_NOT_ACCESSIBLE_FOR_USER); an administrator has to admit the"
                        + " user's profile or permission set to it (Setup, the app's Policies)";
            case "INVALID_OPERATION_WITH_EXPIRED_PASSWORD" ->
                "the connected user's password has expired (INVALID_OPERATION_WITH_EXPIRED_PASSWORD); the user has to log in to"
                        + " Salesforce and set a new one, or an administrator grants \"Password Never Expires\"";
            case "PASSWORD_LOCKOUT" ->
                "the connected user is locked out (PASSWORD_LOCKOUT); an administrator has to unlock it in Setup, Users";
            case "INACTIVE_OWNER_OR_USER" ->
                "the connected user is inactive (INACTIVE_OWNER_OR_USER); an administrator has to activate it in Setup, Users,"
                        + " or connect with an active one";
            case "LOGIN_DURING_RESTRICTED_DOMAIN", "LOGIN_DURING_RESTRICTED_TIME" ->
                "the org restricts IP addresses or log-in hours (" + errorCode
                        + "); an administrator has to admit this server's address in the app (Setup, the app's Policies, IP"
                        + " Relaxation) or the profile (Login IP Ranges, Login Hours)";
            case "ORG_LOCKED", "TRIAL_EXPIRED" ->
                "the org is locked, or its trial has expired (" + errorCode + "); its owner has to ask Salesforce";
            case "FUNCTIONALITY_NOT_ENABLED" ->
                "a feature is off (FUNCTIONALITY_NOT_ENABLED); an administrator has to switch on Knowledge"
                        + " (Setup, Knowledge Settings) and grant \"API Enabled\" (Setup, Permission Sets, System Permissions)";
            default ->
                "the connected user lacks rights (" + errorCode + "); an administrator has to grant read access to"
                        + " Knowledge (Setup, Permission Sets, Object Settings)";
        };
    }

    private String shown() {
        String line = message.strip().replaceAll("\\s+", " ");
        return errorCode + (line.length() > MAX_SHOWN ? ": " + line.substring(0, MAX_SHOWN) + "…" : ": " + line);
    }

    public static Failure unavailable(String doing, String reason) {
        return new Failure(
                ErrorCode.SOURCE_UNAVAILABLE,
                sentence(doing, reason + "; trying again soon"),
                Retry.after(PAUSE),
                null);
    }

    private static Failure refused(String doing, String reason) {
        return new Failure(ErrorCode.SOURCE_REFUSED, sentence(doing, reason));
    }

    private static Failure limited(String doing, String reason, Duration pause) {
        return new Failure(ErrorCode.SOURCE_RATE_LIMITED, sentence(doing, reason), Retry.after(pause), null);
    }

    private static String sentence(String doing, String reason) {
        return "could not " + doing + ": " + reason;
    }
}
