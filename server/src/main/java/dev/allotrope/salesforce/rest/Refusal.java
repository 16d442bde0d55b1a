package dev.allotrope.salesforce.rest;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;

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
            case "API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "FUNCTIONALITY_NOT_ENABLED" -> Kind.UNREADABLE;
            case "INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY" -> Kind.UNREADABLE;
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

    /// The failure to throw when nothing else can be done; `doing` reads "list the articles of connection 7".
    public Failure failure(String doing) {
        return switch (kind()) {
            case SESSION -> refused(doing, "Salesforce does not accept a renewed access token either");
            case SESSION_UNFIT -> refused(doing, "the access token is not valid for the REST API");
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
                "the REST API is not part of the org's edition (API_DISABLED_FOR_ORG); an administrator has to add API access";
            case "API_CURRENTLY_DISABLED" ->
                "the API is off for the connected user (API_CURRENTLY_DISABLED); an administrator has to grant"
                        + " \"API Enabled\"";
            case "FUNCTIONALITY_NOT_ENABLED" ->
                "a feature is off (FUNCTIONALITY_NOT_ENABLED); an administrator has to switch on Knowledge and grant"
                        + " \"API Enabled\"";
            default ->
                "the connected user lacks rights (" + errorCode + "); an administrator has to grant read access to"
                        + " Knowledge";
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
