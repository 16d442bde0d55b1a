package dev.allotrope.salesforce.sim.control;

import java.util.Locale;

/// What can go wrong with a call, in Salesforce's vocabulary.
public enum Fault {
    /// 401 `INVALID_SESSION_ID`; the access token stays dead.
    EXPIRED_SESSION,
    /// 401 `INVALID_SESSION_ID` "This session is not valid for use with the REST API": no refresh cures it.
    SESSION_NOT_FOR_API,
    /// 401 `INVALID_AUTH_HEADER`, as the format of tokens changes; the access token lives on.
    INVALID_AUTH_HEADER,
    /// 403 `API_DISABLED_FOR_ORG`.
    API_DISABLED_FOR_ORG,
    /// 403 `API_CURRENTLY_DISABLED` "API is disabled for this User".
    API_DISABLED_FOR_USER,
    /// 401 `INVALID_OPERATION_WITH_EXPIRED_PASSWORD`: the session lives, the password does not.
    PASSWORD_EXPIRED,
    /// 403 `REQUEST_LIMIT_EXCEEDED` "TotalRequests Limit exceeded."
    DAILY_LIMIT,
    /// 403 `REQUEST_LIMIT_EXCEEDED` "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    CONCURRENT_LIMIT,
    /// 403 `REQUEST_LIMIT_EXCEEDED` "ConcurrentPerOrgLongTxn Limit exceeded."
    LONG_TRANSACTIONS,
    /// 503 `SERVER_UNAVAILABLE` as JSON.
    SERVER_UNAVAILABLE,
    /// 503 with the edge's HTML page.
    UNAVAILABLE_PAGE,
    /// 502 with the edge's HTML page.
    BAD_GATEWAY_PAGE,
    /// 200 with an HTML maintenance page.
    MAINTENANCE_PAGE,
    /// 420 with the edge's HTML page: it does not know where the org is.
    UNROUTED_PAGE,
    /// No answer until the client gives up or the simulator closes.
    TIMEOUT,
    /// The right answer, cut in the middle.
    TRUNCATED,
    /// The connection is closed without an answer.
    RESET,
    /// The call is carried out, and the connection is closed in the place of its answer.
    ANSWER_LOST,
    /// The right answer after a delay.
    SLOW,
    /// 400 `INVALID_QUERY_LOCATOR`.
    INVALID_QUERY_LOCATOR,
    /// 400 `QUERY_TIMEOUT`.
    QUERY_TIMEOUT,
    /// 500 `UNKNOWN_EXCEPTION`.
    UNKNOWN_EXCEPTION,
    /// 400 `invalid_grant`, for the token endpoint.
    INVALID_GRANT,
    /// 400 `rate_limit_exceeded`, for the token endpoint.
    LOGIN_RATE_LIMIT,
    /// 400 `unknown_error` "retry your request", for the token endpoint.
    LOGIN_STUMBLE;

    /// The name in the control API, `expired_session`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
