package dev.allotrope.carbon;

import dev.allotrope.Allotrope;
import dev.allotrope.TestDatabase;
import dev.allotrope.index.Index;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.library.Heads;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server on a database and ports of its own, asked over HTTP. Most test classes take the [#shared] one,
/// since starting a server costs more than most of their claims.
public class CarbonServer implements BeforeAllCallback, AfterAllCallback {
    /// The setting that leaves documents to the Salesforce that the server is connected to.
    public static final String REAL_SOURCE = "allotrope.test.real-source";

    public static final String API_KEY = "test-api-key-of-organization-one";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestDatabase database = new TestDatabase();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Object> properties;
    private final Class<?> beans;
    private @Nullable ConfigurableApplicationContext context;
    private @Nullable Path folder;

    public CarbonServer() {
        this(Map.of());
    }

    /// The one that test classes share, each with customers of its own. It stops when all tests are done.
    public static CarbonServer shared() {
        return Shared.SERVER;
    }

    /// With more settings.
    public CarbonServer(Map<String, Object> properties) {
        this(properties, Remote.class);
    }

    /// With more settings and these beans in place of [PublishedDocuments].
    CarbonServer(Map<String, Object> properties, Class<?> beans) {
        this.properties = properties;
        this.beans = beans;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        database.open();
        folder = Files.createTempDirectory("carbon-server");
        context = new SpringApplicationBuilder(Allotrope.class, beans)
                .properties(Map.of(
                        "ALLOTROPE_PORT",
                        "0",
                        "ALLOTROPE_MANAGEMENT_PORT",
                        "0",
                        "ALLOTROPE_DATA_DIR",
                        folder.toString(),
                        "ALLOTROPE_DATABASE_URL",
                        databaseUrl(),
                        "ALLOTROPE_BOOTSTRAP_API_KEY",
                        API_KEY,
                        "ALLOTROPE_ENCRYPTION_KEYS",
                        "k1:" + Base64.getEncoder().encodeToString(new byte[32]),
                        "ALLOTROPE_SALESFORCE_CLIENT_ID",
                        "client",
                        "ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS",
                        "true",
                        "spring.main.allow-bean-definition-overriding",
                        "false"))
                .properties(properties)
                .run();
    }

    /// The way on which it finds its database.
    String databaseUrl() throws IOException {
        return database.url();
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        stop();
    }

    final void stop() throws IOException {
        context().close();
        database.close();
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public <T> T bean(Class<T> type) {
        return context().getBean(type);
    }

    public <T> List<T> beans(Class<T> type) {
        return context().getBeanProvider(type).stream().toList();
    }

    /// Its data folder.
    public Path folder() {
        return Objects.requireNonNull(folder);
    }

    /// Says that something happened, as the modules of the server do.
    public void publish(Object event) {
        context().publishEvent(event);
    }

    public TestDatabase database() {
        return database;
    }

    /// Waits until searches see what a tenant has written so far. A search itself waits for that only as long as
    /// its caller would.
    void followed(Tenant tenant) {
        Heads.Head head = bean(Heads.class).head(tenant);
        Await.until(
                PATIENCE,
                () -> bean(Index.class)
                        .applied(tenant)
                        .filter(applied -> applied.position().compareTo(head.position()) >= 0)
                        .isPresent());
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + context().getEnvironment().getProperty("local.server.port") + path);
    }

    /// An answer with its body as JSON where it is JSON.
    public record Reply(int status, HttpResponse<String> response) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    public Reply get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /// From the port for whoever runs the server.
    public Reply manage(String path) {
        String port = context().getEnvironment().getProperty("local.management.port");
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)));
    }

    public Reply post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// As customer `name` of the first organization.
    public Reply ask(String name, String path, String body) {
        return post(path, body, "authorization", "Bearer " + API_KEY, "customer-id", name);
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What is behind a path, as it is.
    public HttpResponse<byte[]> bytes(String path) {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ConfigurableApplicationContext context() {
        if (context == null) {
            throw new IllegalStateException("the server does not run");
        }
        return context;
    }

    /// Starts with the first class that registers it.
    private static final class Shared extends CarbonServer implements AutoCloseable {
        static final Shared SERVER = new Shared();

        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Shared.class);

        private boolean started;

        @Override
        public synchronized void beforeAll(ExtensionContext test) throws Exception {
            if (!started) {
                started = true;
                super.beforeAll(test);
                test.getRoot().getStore(NAMESPACE).put(CarbonServer.class, this);
            }
        }

        @Override
        public void afterAll(ExtensionContext test) {}

        /// Called when the store of all tests is closed.
        @Override
        public void close() throws IOException {
            stop();
        }
    }

    /// No configuration that a scan finds: a server may be without it.
    static class Remote {
        @Bean
        @Primary
        @ConditionalOnProperty(name = REAL_SOURCE, matchIfMissing = true, havingValue = "false")
        PublishedDocuments publishedDocuments() {
            return new PublishedDocuments();
        }

        @Bean
        @Primary
        WatchedIndex watchedIndex(LuceneIndex index) {
            return new WatchedIndex(index);
        }
    }
}
