package dev.allotrope.notify.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/// Posts JSON to URLs that somebody outside chose. The addresses that the [Gate] admitted are the ones connected to; no
/// redirects, no retries, a connection for each; and an end to everything: to the time it may take from the look-up of
/// the name to the last header, and to how long those headers are. The body of an answer is not read.
public final class Courier implements AutoCloseable {
    /// The time for all of it.
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_CONNECTIONS = 256;

    private final Duration deadline;
    private final CloseableHttpClient client;
    private final ExecutorService travellers = Executors.newVirtualThreadPerTaskExecutor();

    public Courier(Gate gate) {
        this(gate, trustingWhatJavaTrusts(), DEADLINE);
    }

    Courier(Gate gate, SSLContext encryption, Duration deadline) {
        this.deadline = deadline;
        this.client = client(gate, encryption, Timeout.of(deadline));
    }

    /// Sends `body` and waits for the status of the answer.
    public Answer post(String url, Map<String, String> headers, String body) {
        HttpPost request = new HttpPost(URI.create(url));
        headers.forEach(request::setHeader);
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON.withCharset((String) null)));
        Future<Integer> status = travellers.submit(() -> status(url, request));
        try {
            return new Answer.Status(status.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Answer.Unreachable(late());
        } catch (ExecutionException e) {
            return new Answer.Unreachable(reason(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a receiver was asked", e);
        } finally {
            // Closes the connection, whoever still waits on it.
            request.abort();
        }
    }

    @Override
    public void close() {
        travellers.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    private int status(String url, HttpPost request) throws IOException {
        Destination.of(url);
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            return response.getCode();
        }
    }

    private static CloseableHttpClient client(Gate gate, SSLContext encryption, Timeout patience) {
        Http1Config limits = Http1Config.custom()
                .setMaxLineLength(MAX_LINE)
                .setMaxHeaderCount(MAX_HEADERS)
                .build();
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(admitted(gate))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(encryption))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(limits)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(patience)
                        .setSocketTimeout(patience)
                        .build())
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(patience)
                        .setResponseTimeout(patience)
                        .build())
                .setUserAgent("Allotrope")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static DnsResolver admitted(Gate gate) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return gate.admit(host).toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private static SSLContext trustingWhatJavaTrusts() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private String late() {
        return "no answer within " + deadline.toSeconds() + " s";
    }

    private String reason(Throwable cause) {
        return switch (cause) {
            case DestinationRefused refused -> refused.reason();
            case UnknownHostException _ -> "the host name has no address";
            case ConnectException _ -> "the connection was refused";
            // The clock of the connection may be read before the one that whoever asked waits by.
            case SocketTimeoutException _ -> late();
            case SSLException e -> "no trustworthy encrypted connection: " + e.getMessage();
            case IOException _ -> "the connection broke before an answer came";
            default -> throw new IllegalStateException("could not post", cause);
        };
    }
}
