package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.ForwardingEmbedder;
import dev.allotrope.embed.HashingEmbedder;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/// A customer's move from one embedding model to another, as whoever asks for it sees it.
class ReembedIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of(), Beans.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OLD = 64;
    private static final int NEW = 96;
    private static final String NO_TEXT = "no text has this";

    @BeforeAll
    static void documents_are_published() {
        PublishedDocuments published = server.bean(PublishedDocuments.class);
        published.publish("vpn:en_US", "Connect from home", "<p>Install the tunnel client to reach the house.</p>");
        published.publish("cake:en_US", "Canteen", "<p>On Fridays there is chocolate cake.</p>");
        published.publish("bike:en_US", "Cycling", "<p>Bicycles are kept in the cellar.</p>");
        published.publish("plan:en_US", "Plan", "<p>What there is in each room of the house.</p>");
    }

    @Test
    void files_are_found_before_during_and_after_and_the_progress_tells_which_it_is() {
        Models models = server.bean(Models.class);
        models.become(OLD);
        sync("ann", "vpn", "cake");
        JsonNode never = progress("ann");
        assertThat(dimensions("ann")).isEqualTo(Map.of("vpn", OLD, "cake", OLD));

        models.become(NEW);
        CountDownLatch gate = models.hold("chocolate");
        JsonNode begun = begin("ann");
        await(() -> progress("ann").at("/reembedded").asInt() == 1);
        JsonNode half = progress("ann");
        Map<String, Integer> meanwhile = dimensions("ann");
        gate.countDown();
        await(() -> progress("ann").hasNonNull("finished_at"));
        JsonNode done = progress("ann");

        assertThat(never.toString()).isEqualTo("""
                {"requested_at":null,"finished_at":null,"files":0,"reembedded":0,"failed":0}""");
        assertThat(begun.at("/requested_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertCounts(begun, 2, 0, 0);
        assertThat(begun.at("/finished_at").isNull()).isTrue();
        assertThat(half.at("/requested_at")).isEqualTo(begun.at("/requested_at"));
        assertCounts(half, 2, 1, 0);
        assertThat(half.at("/finished_at").isNull()).isTrue();
        assertThat(meanwhile).isEqualTo(Map.of("vpn", NEW, "cake", OLD));
        assertThat(done.at("/requested_at")).isEqualTo(begun.at("/requested_at"));
        assertThat(Instant.parse(done.at("/finished_at").asString()))
                .isAfter(Instant.parse(done.at("/requested_at").asString()));
        assertCounts(done, 2, 2, 0);
        assertThat(dimensions("ann")).isEqualTo(Map.of("vpn", NEW, "cake", NEW));
        assertThat(progress("another").toString()).isEqualTo(never.toString());
    }

    @Test
    void a_file_that_fails_is_counted_and_found_as_before_and_asking_again_goes_on_with_what_is_left() {
        Models models = server.bean(Models.class);
        models.become(OLD);
        sync("bob", "bike", "plan");

        models.become(NEW);
        models.refuse("Bicycles");
        begin("bob");
        await(() -> progress("bob").hasNonNull("finished_at"));
        JsonNode first = progress("bob");
        Map<String, Integer> left = dimensions("bob");
        models.refuse(NO_TEXT);
        JsonNode again = begin("bob");
        await(() -> progress("bob").hasNonNull("finished_at"));

        assertCounts(first, 2, 1, 1);
        assertThat(left).isEqualTo(Map.of("bike", OLD, "plan", NEW));
        assertCounts(again, 1, 0, 0);
        assertThat(again.at("/finished_at").isNull()).isTrue();
        assertThat(Instant.parse(again.at("/requested_at").asString()))
                .isAfter(Instant.parse(first.at("/requested_at").asString()));
        assertCounts(progress("bob"), 1, 1, 0);
        assertThat(dimensions("bob")).isEqualTo(Map.of("bike", NEW, "plan", NEW));
    }

    private static void assertCounts(JsonNode progress, int files, int reembedded, int failed) {
        assertThat(progress.propertyNames())
                .containsExactly("requested_at", "finished_at", "files", "reembedded", "failed");
        assertThat(List.of(
                        progress.at("/files").asInt(),
                        progress.at("/reembedded").asInt(),
                        progress.at("/failed").asInt()))
                .containsExactly(files, reembedded, failed);
    }

    private static JsonNode begin(String customer) {
        Reply reply = server.ask(customer, "/embeddings/reembed", "");
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    private static JsonNode progress(String customer) {
        Reply reply = server.get(
                "/embeddings/reembed", "authorization", "Bearer " + CarbonServer.API_KEY, "customer-id", customer);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return reply.json();
    }

    /// By the name of each file that a search finds, the length of the vector it is found by.
    private static Map<String, Integer> dimensions(String customer) {
        server.followed(tenant(customer));
        Reply reply = server.ask(customer, "/embeddings", """
                {"query": "what there is in the house", "k": 5, "include_vectors": true,
                 "include_file_level_metadata": true}""");
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.header("x-allotrope-legs")).isEqualTo("vector");
        return reply.json()
                .at("/documents")
                .valueStream()
                .collect(Collectors.toMap(
                        hit -> hit.at("/content_metadata/external_file_id")
                                .asString()
                                .replace(":en_US", ""),
                        hit -> hit.at("/vector").size()));
    }

    private static void sync(String customer, String... ids) {
        long connection = TestConnections.connection(server.database(), tenant(customer));
        String named = List.of(ids).stream().map(id -> "\"" + id + ":en_US\"").collect(Collectors.joining(", "));
        assertThat(server.ask(customer, "/integrations/files/sync", """
                {"data_source_id": %d, "ids": [%s]}""".formatted(connection, named))
                        .status())
                .isEqualTo(200);
        await(() -> server.ask(customer, "/user_files_v2", "{\"filters\": {\"sync_statuses\": [\"READY\"]}}")
                        .json()
                        .at("/count")
                        .asInt()
                == ids.length);
    }

    private static Tenant tenant(String customer) {
        return server.bean(Customers.class)
                .named(new OrganizationId(1), customer)
                .tenant();
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// The model of now for every name. Those of before still place queries, as the built-in one does beside a
    /// provider's that a key was set for.
    static final class Models implements Embedders {
        private final Map<EmbedderId, Embedder> all = new ConcurrentHashMap<>();
        private volatile Embedder now = become(OLD);
        private volatile String held = NO_TEXT;
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile String refused = NO_TEXT;

        Embedder become(int dimensions) {
            Embedder embedder = new Gated(HashingEmbedder.of(dimensions));
            all.put(embedder.id(), embedder);
            now = embedder;
            return embedder;
        }

        /// Texts with this word wait for the gate.
        CountDownLatch hold(String word) {
            gate = new CountDownLatch(1);
            held = word;
            return gate;
        }

        /// Texts with this word cannot be embedded.
        void refuse(String word) {
            refused = word;
        }

        @Override
        public Optional<Embedder> forModel(String slug) {
            return Optional.of(now);
        }

        @Override
        public Optional<Embedder> byId(EmbedderId id) {
            return Optional.ofNullable(all.get(id));
        }

        private final class Gated extends ForwardingEmbedder {
            private final Embedder embedder;

            Gated(Embedder embedder) {
                this.embedder = embedder;
            }

            @Override
            protected Embedder embedder() {
                return embedder;
            }

            @Override
            public List<Embedding> embed(List<String> texts, Purpose purpose) {
                if (texts.stream().anyMatch(text -> text.contains(refused))) {
                    throw new Failure(ErrorCode.EMBEDDER_UNAVAILABLE, "could not embed: the test refuses");
                }
                if (texts.stream().anyMatch(text -> text.contains(held))) {
                    pass();
                }
                return embedder.embed(texts, purpose);
            }

            private void pass() {
                try {
                    assertThat(gate.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    static class Beans extends CarbonServer.Remote {
        @Bean
        @Primary
        Models models() {
            return new Models();
        }
    }
}
