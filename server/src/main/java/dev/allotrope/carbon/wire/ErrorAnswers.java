package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Gives every exception that reaches the edge its answer, so that no error leaves without JSON and none shows
/// internals.
@RestControllerAdvice
final class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    /// `mappings` is asked when something is answered: it is not complete before.
    ErrorAnswers(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

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
        return answer(HttpStatus.CONTENT_TOO_LARGE, WireConverter.BodyTooLarge.DETAIL);
    }

    @ExceptionHandler
    ResponseEntity<Object> withoutBody(HttpMessageNotReadableException unreadable) {
        return WireErrors.answer(InvalidRequest.needed(
                "a JSON object as the body of the request, {} where nothing has to be said", "body"));
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

    /// Names the call that was meant, if that can be told, and never what was given.
    @ExceptionHandler
    ResponseEntity<Object> withoutCall(NoResourceFoundException unknown) {
        String path = "/" + unknown.getResourcePath();
        String meant = Spelling.nearest(path, paths())
                .or(() -> Spelling.nearest(path.substring(path.lastIndexOf('/')), paths()))
                .map(nearest -> "did you mean " + nearest + "? ")
                .orElse("");
        return answer(HttpStatus.NOT_FOUND, "Not Found: there is no such call; " + meant + "/docs describes all calls");
    }

    @ExceptionHandler
    ResponseEntity<Object> otherMethod(HttpRequestMethodNotSupportedException other) {
        Set<HttpMethod> known = Objects.requireNonNullElse(other.getSupportedHttpMethods(), Set.of());
        String methods = known.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(" or "));
        return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                .headers(other.getHeaders())
                .body(new WireErrors.ErrorBody("Method Not Allowed: send " + methods + "; /docs describes all calls"));
    }

    private Set<String> paths() {
        return mappings.getObject().getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> !path.contains("{") && !path.equals("/error"))
                .collect(Collectors.toSet());
    }

    private static ResponseEntity<Object> answer(HttpStatus status, String detail) {
        return ResponseEntity.status(status).body(new WireErrors.ErrorBody(detail));
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

    /// A connection that is lost in the middle of a transaction cannot even take it back, which hides why it had to.
    @ExceptionHandler
    ResponseEntity<Object> unended(TransactionSystemException unended) {
        return unended.getCause() instanceof SQLException cause && lost(cause)
                ? withoutDatabase(unended)
                : anythingElse(unended);
    }

    /// The pool gives no state to a connection that it closed; PostgreSQL's driver gives one of class 08.
    private static boolean lost(SQLException cause) {
        return cause.getSQLState() == null || cause.getSQLState().startsWith("08");
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
