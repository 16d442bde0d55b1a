package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Gives every exception that reaches the edge its answer, so that no error leaves without JSON and none shows
/// internals.
@RestControllerAdvice
final class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidRequest invalid) {
        return WireErrors.answer(invalid);
    }

    @ExceptionHandler
    ResponseEntity<Object> failed(Failure failure) {
        if (failure.code().blame() == ErrorCode.Blame.US) {
            LOG.error("a request failed", failure);
        } else if (failure.code().blame() != ErrorCode.Blame.CALLER) {
            LOG.warn("a request failed: {}", failure.getMessage());
        }
        return WireErrors.answer(failure);
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLarge(WireConverter.BodyTooLarge tooLarge) {
        return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
                .body(new WireErrors.ErrorBody(WireConverter.BodyTooLarge.DETAIL));
    }

    @ExceptionHandler
    ResponseEntity<Object> withoutBody(HttpMessageNotReadableException unreadable) {
        return WireErrors.answer(InvalidRequest.missing("body"));
    }

    @ExceptionHandler
    ResponseEntity<Object> withoutParameter(MissingServletRequestParameterException missing) {
        return WireErrors.answer(InvalidRequest.missing("query", missing.getParameterName()));
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException mistyped) {
        Problem problem = new Problem(
                List.of(
                        mistyped.getParameter().hasParameterAnnotation(RequestParam.class) ? "query" : "path",
                        mistyped.getName()),
                "Input should be a valid integer, unable to parse string as an integer",
                "int_parsing");
        return WireErrors.answer(new InvalidRequest(List.of(problem)));
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Object> withoutDatabase(Exception cause) {
        return failed(new Failure(
                ErrorCode.DATABASE_UNAVAILABLE,
                "could not answer the request: the database cannot be reached; try again shortly",
                cause));
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException gone) {
        LOG.debug("the caller left before the answer was written", gone);
    }

    @ExceptionHandler
    ResponseEntity<Object> anythingElse(Exception exception) {
        if (exception instanceof ErrorResponse known) {
            HttpStatusCode code = known.getStatusCode();
            ResponseEntity<Object> plain = WireErrors.answer(HttpStatus.valueOf(code.value()));
            return ResponseEntity.status(code).headers(known.getHeaders()).body(plain.getBody());
        }
        LOG.error("a request failed for a reason nobody thought of", exception);
        return WireErrors.answer(HttpStatus.INTERNAL_SERVER_ERROR);
    }
}
