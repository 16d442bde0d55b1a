package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// The one place where an [ErrorCode] becomes a status and a body.
public final class WireErrors {
    /// When a caller should come back if nothing better is known.
    static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);

    private WireErrors() {}

    /// The body of every error.
    public record ErrorBody(Object detail) {}

    public static ResponseEntity<Object> answer(Failure failure) {
        HttpStatus status = status(failure.code());
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (retryable(status)) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds(failure.retry()));
        }
        return answer.body(new ErrorBody(detail(failure)));
    }

    public static ResponseEntity<Object> answer(InvalidRequest invalid) {
        return ResponseEntity.unprocessableContent().body(new ErrorBody(invalid.problems()));
    }

    public static ResponseEntity<Object> answer(HttpStatus status) {
        return ResponseEntity.status(status).body(new ErrorBody(status.getReasonPhrase()));
    }

    static HttpStatus status(ErrorCode code) {
        return switch (code) {
            case CREDENTIAL_MISSING, CREDENTIAL_INVALID -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case REQUEST_INVALID, DOMAIN_INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case BUSY -> HttpStatus.CONFLICT;
            case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
            case NOT_SUPPORTED -> HttpStatus.NOT_IMPLEMENTED;
            // A refusal by the source is never 401: that would send the caller after a new token of ours.
            case NOT_CONFIGURED,
                    LIMIT_EXCEEDED,
                    CONTENT_UNREADABLE,
                    SOURCE_REFUSED,
                    SOURCE_REVOKED,
                    SOURCE_NOT_READABLE -> HttpStatus.BAD_REQUEST;
            case SOURCE_UNAVAILABLE,
                    SOURCE_RATE_LIMITED,
                    SOURCE_BUDGET_SPENT,
                    SOURCE_RESPONSE_MALFORMED,
                    EMBEDDER_UNAVAILABLE,
                    EMBEDDER_RATE_LIMITED,
                    OVERLOADED,
                    INDEX_REBUILDING,
                    DATABASE_UNAVAILABLE,
                    STORAGE_FULL -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static boolean retryable(HttpStatus status) {
        return status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE;
    }

    private static String seconds(Retry retry) {
        Duration delay = switch (retry) {
            case Retry.After after -> after.delay();
            case Retry.Never _, Retry.AfterReauthorization _ -> DEFAULT_RETRY;
        };
        return Long.toString(Math.max(1, delay.plusNanos(999_999_999).toSeconds()));
    }

    private static Object detail(Failure failure) {
        return switch (failure.code()) {
            case REQUEST_INVALID -> List.of(new Problem(Problem.BODY, failure.getMessage(), "value_error"));
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR.getReasonPhrase();
            default -> Problem.plain(failure.getMessage());
        };
    }
}
