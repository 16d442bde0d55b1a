package dev.allotrope.salesforce;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.Patience;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Carries requests to the OAuth endpoints: no redirects, one deadline over the whole exchange, and a limit on the
/// answer.
final class OAuthHttp implements HTTPRequestSender {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int SERVER_ERROR = 500;
    /// What the OAuth endpoints themselves refuse with, in whatever form.
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403);
    private static final int TOO_MANY_REQUESTS = 429;

    private final Duration deadline;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    OAuthHttp(Patience patience) {
        this.deadline = patience.deadline(Authorizer.DEADLINE);
    }

    /// The answer to `request`, unless the system is away: then [Failure] that says so and names `what` we could not
    /// do.
    HTTPResponse ask(String what, HTTPRequest request) {
        HTTPResponse answer;
        try {
            answer = sent(request);
        } catch (IOException e) {
            String host = request.getURI().getHost();
            throw unavailable("could not " + what + ": " + host + " cannot be reached or did not answer in time", e);
        }
        if (answer.getStatusCode() == TOO_MANY_REQUESTS) {
            throw new Failure(
                    ErrorCode.SOURCE_RATE_LIMITED,
                    "could not " + what + ": Salesforce limits the rate of requests; try again later",
                    Retry.after(PAUSE),
                    null);
        }
        if (answer.getStatusCode() >= SERVER_ERROR) {
            throw unavailable(
                    "could not " + what + ": Salesforce answered with status " + answer.getStatusCode(), null);
        }
        if (isPage(answer)) {
            throw unavailable(
                    "could not " + what + ": Salesforce answered with a page (status " + answer.getStatusCode()
                            + "), as an org does in maintenance, after it moved, or at a wrong domain; trying again soon",
                    null);
        }
        return answer;
    }

    /// Pages are for people: who asks for tokens gets one from the edge in front of the org. An empty answer, as to a
    /// revocation, is none, whatever its type.
    private static boolean isPage(HTTPResponse answer) {
        ContentType type = answer.getEntityContentType();
        String body = answer.getBody();
        return type != null
                && body != null
                && !body.isBlank()
                && type.getType().equalsIgnoreCase("text/html")
                && !REFUSED.contains(answer.getStatusCode());
    }

    /// Asking is safe to repeat; a token request is not, because its code or token may be used up.
    private HTTPResponse sent(HTTPRequest request) throws IOException {
        try {
            return request.send(this);
        } catch (IOException e) {
            if (request.getMethod() != HTTPRequest.Method.GET) {
                throw e;
            }
            return request.send(this);
        }
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(
                plain(request),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER_BYTES));
        try {
            return answer(exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("no whole answer within " + deadline, e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpRequest plain(ReadOnlyHTTPRequest request) {
        String body = request.getBody();
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder plain = HttpRequest.newBuilder(request.getURI())
                .method(request.getMethod().name(), publisher);
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> plain.header(name, value)));
        return plain.build();
    }

    private static HTTPResponse answer(HttpResponse<String> plain) throws IOException {
        HTTPResponse answer = new HTTPResponse(plain.statusCode());
        answer.setBody(plain.body());
        try {
            answer.setContentType(plain.headers().firstValue("Content-Type").orElse("text/plain"));
        } catch (ParseException e) {
            throw new IOException("the answer has no readable content type", e);
        }
        return answer;
    }

    private static Failure unavailable(String message, @Nullable Throwable cause) {
        return new Failure(ErrorCode.SOURCE_UNAVAILABLE, message, Retry.after(PAUSE), cause);
    }
}
