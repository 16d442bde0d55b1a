package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.http.Reply;

/// What Salesforce and the edge in front of it answer when something is wrong (REST API guide, Status Codes).
final class FaultReplies {

    private static final String LIMIT = "REQUEST_LIMIT_EXCEEDED";

    private FaultReplies() {}

    static Reply of(Fault fault) {
        return switch (fault) {
            case EXPIRED_SESSION -> Reply.error(401, "INVALID_SESSION_ID", "Session expired or invalid");
            case SESSION_NOT_FOR_API ->
                Reply.error(401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API");
            case INVALID_AUTH_HEADER -> Reply.error(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
            case API_DISABLED_FOR_ORG ->
                Reply.error(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.");
            case API_DISABLED_FOR_USER -> Reply.error(403, "API_CURRENTLY_DISABLED", "API is disabled for this User");
            case PASSWORD_EXPIRED -> passwordExpired();
            case DAILY_LIMIT -> Reply.error(403, LIMIT, "TotalRequests Limit exceeded.");
            case CONCURRENT_LIMIT ->
                Reply.error(403, LIMIT, "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
            case LONG_TRANSACTIONS -> Reply.error(403, LIMIT, "ConcurrentPerOrgLongTxn Limit exceeded.");
            case SERVER_UNAVAILABLE -> Reply.error(503, "SERVER_UNAVAILABLE", "Server is unavailable");
            case UNAVAILABLE_PAGE -> page(503, "Service Unavailable");
            case BAD_GATEWAY_PAGE -> page(502, "Bad Gateway");
            case UNROUTED_PAGE -> page(420, "Undefined route");
            case MAINTENANCE_PAGE -> page(200, "We are down for maintenance");
            case INVALID_QUERY_LOCATOR -> Reply.error(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
            case QUERY_TIMEOUT -> Reply.error(400, "QUERY_TIMEOUT", "Your query request was running for too long.");
            case UNKNOWN_EXCEPTION -> unknown();
            case TIMEOUT, TRUNCATED, RESET, ANSWER_LOST, SLOW, INVALID_GRANT, LOGIN_RATE_LIMIT, LOGIN_STUMBLE ->
                throw new IllegalArgumentException(fault + " is no answer of its own");
        };
    }

    private static Reply passwordExpired() {
        return Reply.error(
                401,
                "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
                "The users password has expired, you must call SetPassword before attempting any other API operations");
    }

    static Reply unknown() {
        return Reply.error(
                500,
                "UNKNOWN_EXCEPTION",
                "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345");
    }

    private static Reply page(int status, String title) {
        return Reply.html(
                status,
                "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>"
                        .formatted(title, title));
    }
}
