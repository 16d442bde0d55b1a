package dev.allotrope.salesforce.rest;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the REST API of a connection's org. Waits its turn, counts calls, renews the access token once, tries
/// again what passes by itself, and hands out answers as a stream of JSON. Follows no redirect. Safe for use by
/// many threads.
public final class SalesforceRest implements AutoCloseable {
    /// The most requests that run against one org at a time.
    public static final int MAX_PARALLEL = 4;
    /// The longest answer that is read, in bytes after decompression.
    public static final long MAX_ANSWER = 32L << 20;
    /// The longest error answer that is read, in bytes.
    public static final long MAX_ERROR = 64L << 10;

    private static final int ZIP_BUFFER = 32 << 10;

    /// `Sforce-Limit-Info: api-usage=10018/100000` (REST headers, "Limit Info Header").
    private static final Pattern USAGE = Pattern.compile("api-usage=(\\d{1,15})/(\\d{1,15})");

    private final JsonMapper json;
    private final RestSettings settings;
    private final HttpClient client;
    private final RetryTemplate retry;
    // One entry for each org that is connected.
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    /// Reads an answer; what it leaves unread is ignored.
    public interface Reading<T> {
        T read(JsonParser parser);
    }

    /// Takes a response, whose body it closes.
    private interface Taking<T> {
        Answer<T> take(HttpResponse<InputStream> response) throws IOException;
    }

    public SalesforceRest(JsonMapper json, RestSettings settings) {
        this.json = json;
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectDeadline())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.retry = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(settings.retries())
                .delay(settings.firstPause())
                .multiplier(2)
                .jitter(settings.firstPause().dividedBy(4))
                .maxDelay(settings.longestPause())
                .includes(Passing.class)
                .build());
    }

    /// Asks and reads the answer. Throws [Failure] when the session is over, the daily allowance or our share of it
    /// is spent, or Salesforce stays unreachable; `doing` completes its message.
    public <T> Answer<T> ask(Grant grant, RestCall call, String doing, Reading<T> reading) {
        return taken(grant, call, doing, response -> read(response, reading));
    }

    /// Asks for bytes, at most `limit` of them. Throws as [#ask] does.
    public Answer<Download> download(Grant grant, RestCall call, String doing, long limit) {
        return taken(grant, call, doing, response -> download(response, limit));
    }

    private <T> Answer<T> taken(Grant grant, RestCall call, String doing, Taking<T> reading) {
        AccessToken token = grant.current();
        Answer<T> answer = patiently(grant, token, call, doing, reading);
        if (!(answer instanceof Answer.Refused<T> refused)) {
            return answer;
        }
        if (refused.refusal().kind() == Refusal.Kind.SESSION) {
            answer = patiently(grant, grant.renew(token), call, doing, reading);
        }
        return forCaller(answer, doing);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static <T> Answer<T> forCaller(Answer<T> answer, String doing) {
        if (answer instanceof Answer.Refused<T>(Refusal refusal)) {
            switch (refusal.kind()) {
                case SESSION, SESSION_UNFIT, SHUT_OUT, DAILY_LIMIT, CROWDED, PASSING -> throw refusal.failure(doing);
                case UNREADABLE, STALE_DESCRIPTION, LOCATOR_GONE, TOO_MUCH, OTHER -> {}
            }
        }
        return answer;
    }

    private <T> Answer<T> patiently(Grant grant, AccessToken token, RestCall call, String doing, Taking<T> reading) {
        try {
            return retry.invoke(() -> attempt(grant, token, call, reading));
        } catch (Passing passing) {
            throw passing.failure(doing);
        }
    }

    private <T> Answer<T> attempt(Grant grant, AccessToken token, RestCall call, Taking<T> reading) {
        HttpRequest request = request(grant.instance(), token, call);
        grant.meter().admit();
        Semaphore turn = turns.computeIfAbsent(
                String.valueOf(grant.instance().getAuthority()), _ -> new Semaphore(MAX_PARALLEL));
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            return withinDeadline(() -> exchange(request, grant.meter(), reading));
        } finally {
            turn.release();
        }
    }

    private HttpRequest request(URI base, AccessToken token, RestCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(call.pathAndQuery()))
                .header("Authorization", "Bearer " + token.value().reveal())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        call.headers().forEach(request::setHeader);
        String body = call.body();
        return body == null
                ? request.GET().build()
                : request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
    }

    /// The client's own timeout would end with the headers, so the whole exchange runs on a thread that can be given
    /// up.
    private <T> Answer<T> withinDeadline(Callable<Answer<T>> exchange) {
        FutureTask<Answer<T>> task = new FutureTask<>(exchange);
        Thread.ofVirtual().name("salesforce-call").start(task);
        try {
            return task.get(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Passing(ErrorCode.SOURCE_UNAVAILABLE, "no whole answer within " + settings.deadline(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw unchecked(e);
        } finally {
            task.cancel(true);
        }
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }

    private <T> Answer<T> exchange(HttpRequest request, ApiMeter meter, Taking<T> reading) {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            count(response, meter);
            return reading.take(response);
        } catch (AnswerStream.TooLong e) {
            return new Answer.Refused<>(Refusal.tooLarge(e.limit()));
        } catch (IOException e) {
            throw new Passing(ErrorCode.SOURCE_UNAVAILABLE, "the connection failed or broke off", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void count(HttpResponse<?> response, ApiMeter meter) {
        meter.called();
        Matcher usage =
                USAGE.matcher(response.headers().firstValue("Sforce-Limit-Info").orElse(""));
        if (usage.find()) {
            meter.allowance(Long.parseLong(usage.group(1)), Long.parseLong(usage.group(2)));
        }
    }

    private <T> Answer<T> read(HttpResponse<InputStream> response, Reading<T> reading) throws IOException {
        boolean good = response.statusCode() / 100 == 2;
        try (InputStream raw = response.body();
                AnswerStream body = new AnswerStream(plain(response, raw), good ? MAX_ANSWER : MAX_ERROR)) {
            if (!isJson(response)) {
                throw notJson(response);
            }
            if (good) {
                return given(body, reading);
            }
            return refused(response.statusCode(), body);
        }
    }

    private Answer<Download> download(HttpResponse<InputStream> response, long limit) throws IOException {
        boolean good = response.statusCode() / 100 == 2;
        try (InputStream raw = response.body();
                AnswerStream body = new AnswerStream(plain(response, raw), good ? limit : MAX_ERROR)) {
            if (good && !isPage(response)) {
                return new Answer.Given<>(new Download(contentType(response), body.readAllBytes()), body.count());
            }
            if (good || !isJson(response)) {
                throw notJson(response);
            }
            return refused(response.statusCode(), body);
        }
    }

    /// Who is not logged in, or asks during maintenance, gets a page.
    private static boolean isPage(HttpResponse<?> response) {
        return contentType(response).startsWith("text/html");
    }

    private static InputStream plain(HttpResponse<?> response, InputStream raw) throws IOException {
        boolean zipped = "gzip"
                .equalsIgnoreCase(
                        response.headers().firstValue("Content-Encoding").orElse(""));
        return zipped ? new GZIPInputStream(raw, ZIP_BUFFER) : raw;
    }

    private static boolean isJson(HttpResponse<?> response) {
        return contentType(response).startsWith("application/json");
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /// The edge in front of an org answers with HTML when the org is down, in maintenance or moved, also with
    /// status 200 or 3xx.
    private static Passing notJson(HttpResponse<?> response) {
        String reason = "status " + response.statusCode() + " with something else than JSON";
        return new Passing(ErrorCode.SOURCE_UNAVAILABLE, reason, null);
    }

    private <T> Answer<T> given(AnswerStream body, Reading<T> reading) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            T value = reading.read(parser);
            body.transferTo(OutputStream.nullOutputStream());
            return new Answer.Given<>(value, body.count());
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private <T> Answer<T> refused(int status, AnswerStream body) throws IOException {
        try {
            Refusal refusal = refusal(status, json.readTree(body));
            if (refusal.kind() == Refusal.Kind.PASSING || refusal.kind() == Refusal.Kind.CROWDED) {
                throw new Passing(refusal);
            }
            return new Answer.Refused<>(refusal);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private static Refusal refusal(int status, JsonNode body) {
        JsonNode error = body.isArray() ? body.path(0) : body;
        return new Refusal(
                status,
                error.path("errorCode").asString(""),
                error.path("message").asString(""));
    }

    private static RuntimeException broken(JacksonException e) throws IOException {
        if (e.getCause() instanceof IOException cause) {
            throw cause;
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return new Passing(ErrorCode.SOURCE_UNAVAILABLE, "the answer broke off", null);
        }
        return new Passing(
                ErrorCode.SOURCE_RESPONSE_MALFORMED, "the answer is not whole JSON of the documented shape", null);
    }

    private static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure(
                ErrorCode.SOURCE_UNAVAILABLE,
                "could not wait for Salesforce: interrupted",
                Retry.after(Refusal.PAUSE),
                e);
    }

    /// What is worth another attempt.
    private static final class Passing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;
        private final transient @Nullable Refusal refusal;

        Passing(ErrorCode code, String reason, @Nullable Throwable cause) {
            super(reason, cause);
            this.code = code;
            this.refusal = null;
        }

        Passing(Refusal refusal) {
            super(refusal.errorCode());
            this.code = ErrorCode.SOURCE_UNAVAILABLE;
            this.refusal = refusal;
        }

        Failure failure(String doing) {
            return refusal != null
                    ? refusal.failure(doing)
                    : new Failure(
                            code,
                            "could not " + doing + ": " + getMessage() + "; trying again soon",
                            Retry.after(Refusal.PAUSE),
                            this);
        }
    }
}
