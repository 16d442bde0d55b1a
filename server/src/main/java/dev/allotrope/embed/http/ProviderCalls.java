package dev.allotrope.embed.http;

import dev.allotrope.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one provider. Once it wants to be left alone, nobody asks it before that time is over. Safe for use by many
/// threads.
public final class ProviderCalls implements AutoCloseable {
    /// The longest answer that is read, in bytes.
    public static final int MAX_ANSWER = 64 << 20;

    /// The longest wait that a provider gets, whatever it asks for.
    static final Duration MAX_WAIT = Duration.ofMinutes(10);
    /// The wait of a provider that limits and does not say for how long.
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int SUCCESS = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /// How time passes: tests have their own.
    public interface Pause {
        Pause REAL = Thread::sleep;

        void sleep(Duration duration) throws InterruptedException;
    }

    private final Provider provider;
    private final InstantSource clock;
    private final Pause pause;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient client;
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    public ProviderCalls(Provider provider) {
        this(provider, Clock.systemUTC(), Pause.REAL);
    }

    public ProviderCalls(Provider provider, InstantSource clock, Pause pause) {
        this.provider = provider;
        this.clock = clock;
        this.pause = pause;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_DEADLINE)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    public Provider provider() {
        return provider;
    }

    /// POSTs `body` to `path` below the provider's address.
    public Reply post(String path, JsonNode body, Patience patience) {
        HttpRequest request = request(path, body);
        Instant end = clock.instant().plus(patience.total());
        try {
            Duration closed = Duration.between(clock.instant(), closedUntil.get());
            if (closed.isPositive()) {
                if (!worthWaiting(closed, patience, end)) {
                    return new Reply.Limited(closed);
                }
                pause.sleep(closed);
            }
            return attempts(request, patience, end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Away("the wait for it was interrupted");
        }
    }

    private Reply attempts(HttpRequest request, Patience patience, Instant end) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            Reply reply = once(request, Duration.between(clock.instant(), end));
            Duration wait = switch (reply) {
                case Reply.Answered _, Reply.Refused _ -> Duration.ZERO;
                case Reply.Limited limited -> limited.pause();
                case Reply.Away _ -> FIRST_PAUSE.multipliedBy(1L << attempt);
            };
            if (wait.isZero() || attempt == patience.retries() || !worthWaiting(wait, patience, end)) {
                return reply;
            }
            pause.sleep(wait);
        }
    }

    private boolean worthWaiting(Duration wait, Patience patience, Instant end) {
        return wait.compareTo(patience.longestWait()) <= 0
                && clock.instant().plus(wait).isBefore(end);
    }

    private HttpRequest request(String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(provider.url() + path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        provider.headers().forEach((String name, Secret value) -> request.header(name, value.reveal()));
        return request.build();
    }

    /// One exchange, its last byte included.
    private Reply once(HttpRequest request, Duration deadline) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            return reply(exchange.get(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Reply.Away("no whole answer came in time");
        } catch (ExecutionException e) {
            return new Reply.Away(reason(e));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        }
    }

    /// Messages of the HTTP client may quote the address, which is none of a caller's business.
    private static String reason(ExecutionException e) {
        return switch (e.getCause()) {
            case java.net.http.HttpTimeoutException _ -> "it could not be connected to in time";
            case java.net.ConnectException _ -> "it could not be connected to";
            case IOException _ -> "the connection broke before a whole answer came, or the answer was too long";
            case null, default -> throw new IllegalStateException("could not ask a provider of models", e);
        };
    }

    private Reply reply(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= SUCCESS && status < REDIRECT) {
            return answered(response.body());
        }
        if (status == TOO_MANY_REQUESTS) {
            return limited(response.headers());
        }
        if (status >= SERVER_ERROR || status == TIMED_OUT) {
            return new Reply.Away("it answered with status " + status);
        }
        return new Reply.Refused(refusal(status));
    }

    private String refusal(int status) {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return "it refused the key with status " + status + "; check " + provider.keySetting();
        }
        if (status < CLIENT_ERROR) {
            return "it redirects with status " + status
                    + ", which is not followed; set the address that it redirects to";
        }
        return "it refused the request with status " + status + "; check its address and the name of the model";
    }

    private Reply answered(byte[] body) {
        try {
            return new Reply.Answered(json.readTree(body));
        } catch (JacksonException e) {
            return new Reply.Away("its answer is not JSON");
        }
    }

    private Reply limited(HttpHeaders headers) {
        Duration asked = milliseconds(headers).or(() -> retryAfter(headers)).orElse(DEFAULT_WAIT);
        Duration wait = asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
        // A provider that says "now" would be asked without an end.
        Duration real = wait.isPositive() ? wait : FIRST_PAUSE;
        Instant until = clock.instant().plus(real);
        closedUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other);
        return new Reply.Limited(real);
    }

    private static Optional<Duration> milliseconds(HttpHeaders headers) {
        return headers.firstValue("retry-after-ms")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)));
    }

    /// Seconds or a date, as RFC 9110 has it.
    private Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("retry-after").flatMap(text -> {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
                return Optional.of(Duration.between(clock.instant(), date.toInstant()));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
