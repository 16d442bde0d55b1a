package dev.allotrope.bench;

import dev.allotrope.Allotrope;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.Credentials;
import dev.allotrope.tenant.key.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The whole server in this process, on an embedded database in a folder of its own, its embedder replaced or wrapped,
/// and an application that speaks to it for one customer over HTTP.
public final class MeasuredServer implements AutoCloseable {
    private static final String API_KEY = "bench-api-key-of-the-only-organization";
    /// The customer that most measurements are about.
    public static final String CUSTOMER = "bench-customer";

    private static final String DOMAIN = "bench.my.salesforce.com";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int FIRST_PORT = 20_000;
    private static final int END_OF_PORTS = 30_000;
    private static final int MOST_PORTS_TRIED = 1_000;

    private final Path folder;
    private final boolean kept;
    private final SimulatedOrg org;
    private final ConfigurableApplicationContext context;
    private final String url;
    private final Map<String, String> headers = Map.of("Authorization", "Bearer " + API_KEY, "customer-id", CUSTOMER);

    private MeasuredServer(
            Path folder, boolean kept, SimulatedOrg org, ConfigurableApplicationContext context, String url) {
        this.folder = folder;
        this.kept = kept;
        this.org = org;
        this.context = context;
        this.url = url;
    }

    /// Starts an org with `articles` and a server whose embedder is what `embedder` makes of the real one.
    static MeasuredServer start(int articles, UnaryOperator<Embedder> embedder) throws IOException {
        return start(SimulatedOrg.generated(articles), embedder);
    }

    /// The same for an org of other content, see [SimulatedOrg#start].
    static MeasuredServer start(List<String> content, UnaryOperator<Embedder> embedder) throws IOException {
        return start(content, embedder, null);
    }

    /// The same with an org of generated articles, in a folder that stays and may have been a server's before; in one
    /// that is thrown away if it is null.
    public static MeasuredServer start(int articles, UnaryOperator<Embedder> embedder, @Nullable Path kept)
            throws IOException {
        return start(SimulatedOrg.generated(articles), embedder, kept);
    }

    private static MeasuredServer start(List<String> content, UnaryOperator<Embedder> embedder, @Nullable Path kept)
            throws IOException {
        int port = freePort();
        String url = "http://localhost:" + port;
        SimulatedOrg org = SimulatedOrg.start(content, url + "/integrations/salesforce");
        Path folder = kept == null ? Files.createTempDirectory("allotrope-bench") : Files.createDirectories(kept);
        Map<String, Object> settings = new HashMap<>();
        settings.put("ALLOTROPE_PORT", port);
        settings.put("ALLOTROPE_MANAGEMENT_PORT", 0);
        settings.put("management.server.port", 0);
        settings.put("server.port", port);
        settings.put("ALLOTROPE_DATA_DIR", folder.toString());
        settings.put("ALLOTROPE_PUBLIC_URL", url);
        settings.put("ALLOTROPE_BOOTSTRAP_API_KEY", API_KEY);
        settings.put("ALLOTROPE_RATE_LIMITS", "off");
        settings.put("ALLOTROPE_SALESFORCE_CLIENT_ID", SimulatedOrg.CLIENT_ID);
        settings.put("ALLOTROPE_SALESFORCE_CLIENT_SECRET", SimulatedOrg.CLIENT_SECRET);
        settings.put("ALLOTROPE_SALESFORCE_ENDPOINT", org.url());
        settings.put("logging.level.root", "error");
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Allotrope.class)
                .logStartupInfo(false)
                .properties(settings)
                .initializers(starting -> starting.getBeanFactory().addBeanPostProcessor(replacing(embedder)))
                .run();
        return new MeasuredServer(folder, kept != null, org, context, url);
    }

    public SimulatedOrg org() {
        return org;
    }

    public Path folder() {
        return folder;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The customer all documents belong to, unless said otherwise.
    public Tenant tenant() {
        return tenant(CUSTOMER);
    }

    /// A customer by the name that requests give.
    public Tenant tenant(String name) {
        Identity identity = bean(Credentials.class).apiKey(Secret.of(API_KEY));
        if (!(identity instanceof Identity.OfOrganization owner)) {
            throw new IllegalStateException("the API key of this measurement is not known: " + identity);
        }
        return bean(Customers.class).named(owner.organization(), name).tenant();
    }

    /// As another customer.
    public JsonNode post(String customer, String path, Map<String, ?> body) {
        return Http.post(url + path, Map.of("Authorization", "Bearer " + API_KEY, "customer-id", customer), body);
    }

    public JsonNode post(String path, Map<String, ?> body) {
        return Http.post(url + path, headers, body);
    }

    /// Connects the org through the real code flow; the first sync starts by itself. The only connection that is of
    /// use: one that documents were written for without an org is revoked.
    public long connect() {
        String address = post(
                        "/integrations/oauth_url",
                        Map.of("service", "SALESFORCE", "salesforce_domain", DOMAIN, "connecting_new_account", true))
                .path("oauth_url")
                .asString();
        Http.open(address);
        return post("/user_data_sources", Map.of("filters", Map.of("revoked_access", false)))
                .path("results")
                .path(0)
                .path("id")
                .asLong();
    }

    /// Has everything listed again.
    public void syncAgain(long source) {
        post("/integrations/items/sync", Map.of("data_source_id", source));
    }

    /// How many runs of a data source have ended, well or not.
    public int runs(long source) {
        return ended(source).size();
    }

    /// Waits until `runs` runs have ended well: everything is listed, fetched and removed.
    public void awaitRuns(long source, int runs) {
        await("the end of run " + runs, () -> {
            List<JsonNode> ended = ended(source);
            for (JsonNode run : ended) {
                if (run.hasNonNull("error")) {
                    throw new IllegalStateException("a run failed: " + run.path("error"));
                }
            }
            return ended.size() >= runs;
        });
    }

    private List<JsonNode> ended(long source) {
        return Http.get(url + "/data_sources/" + source + "/sync_runs", headers)
                .path("results")
                .valueStream()
                .filter(run -> run.hasNonNull("finished_at"))
                .toList();
    }

    /// Waits until `files` are searchable and none is on its way.
    void awaitSearchable(long files) {
        awaitSearchable(files, POLL);
    }

    /// The same for who wants to know more exactly when; every look costs the server something.
    void awaitSearchable(long files, Duration every) {
        await("the last file", every, () -> waiting() == 0 && count("READY") >= files);
    }

    /// Files on their way to being searchable.
    public long waiting() {
        return count("QUEUED_FOR_SYNC", "SYNCING");
    }

    @Override
    public void close() {
        context.close();
        org.close();
        if (kept) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String... statuses) {
        return post(
                        "/user_files_v2",
                        Map.of(
                                "pagination", Map.of("limit", 1, "offset", 0),
                                "filters", Map.of("sync_statuses", List.of(statuses))))
                .path("count")
                .asLong();
    }

    /// Looks four times a second.
    public static void await(String what, BooleanSupplier reached) {
        await(what, POLL, reached);
    }

    static void await(String what, Duration every, BooleanSupplier reached) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited too long for " + what);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("was interrupted while waiting for " + what, e);
            }
        }
    }

    private static BeanPostProcessor replacing(UnaryOperator<Embedder> embedder) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Embedders real ? only(embedder.apply(standard(real))) : bean;
            }
        };
    }

    private static Embedder standard(Embedders real) {
        return real.forModel(ProcessingOptions.DEFAULT_MODEL).orElseThrow();
    }

    private static Embedders only(Embedder embedder) {
        return new Embedders() {
            @Override
            public Optional<Embedder> forModel(String slug) {
                return Optional.of(embedder);
            }

            @Override
            public Optional<Embedder> byId(EmbedderId id) {
                return id.equals(embedder.id()) ? Optional.of(embedder) : Optional.empty();
            }
        };
    }

    /// Below those that systems hand out by themselves, which others are given before the server is there.
    private static int freePort() throws IOException {
        for (int tried = 0; tried < MOST_PORTS_TRIED; tried++) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The next one.
            }
        }
        throw new BindException("no port is free between " + FIRST_PORT + " and " + END_OF_PORTS);
    }
}
