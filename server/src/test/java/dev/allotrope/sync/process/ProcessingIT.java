package dev.allotrope.sync.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.ForwardingEmbedder;
import dev.allotrope.embed.HashingEmbedder;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Contents;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.sync.FakeSource;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of fetched bodies, with the real parser, chunker and windows.
class ProcessingIT {
    private static final int LONGEST_BODY = 131_072;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final FakeSource source = new FakeSource();
    private final Memory embedder = new Memory();
    private TestLibrary library;
    private SyncWorks works;
    private Tenant tenant;
    private ConnectionId connection;

    @BeforeEach
    void connected() {
        library = new TestLibrary(database);
        works = new SyncWorks(library, TestConnections.over(database), TestJobs.over(database), source, embedder);
        tenant = library.tenant();
        connection = library.connection(tenant);
    }

    @Test
    void other_chunks_of_the_same_text_embed_new_windows_only() {
        source.publish("a", "<p>" + "One sentence of eight words is repeated here. ".repeat(40) + "</p>");
        select("a", options(Depth.EMBEDDINGS, 400));
        int first = embedder.texts.size();
        assertThat(first).isPositive();

        select("a", options(Depth.CHUNKS, 400));
        select("a", options(Depth.EMBEDDINGS, 400));
        assertThat(embedder.texts).hasSize(first);

        select("a", options(Depth.EMBEDDINGS, 60));
        assertThat(embedder.texts).doesNotHaveDuplicates();
        assertThat(document("a").status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void another_customer_of_the_same_organization_costs_no_embedding_and_another_organization_does() {
        source.publish("a", "<p>The same article.</p>");
        select("a", ProcessingOptions.DEFAULT);
        assertThat(embedder.texts).hasSize(1);

        tenant = colleague();
        connection = library.connection(tenant);
        select("a", ProcessingOptions.DEFAULT);
        assertThat(embedder.texts).hasSize(1);
        assertThat(vectors()).isEqualTo(1);

        tenant = library.tenant();
        connection = library.connection(tenant);
        select("a", ProcessingOptions.DEFAULT);
        assertThat(embedder.texts).hasSize(2);
    }

    @Test
    void a_model_that_is_not_configured_fails_the_document_and_names_itself() {
        source.publish("a", "<p>Text</p>");

        select("a", new ProcessingOptions(1500, 20, Depth.EMBEDDINGS, "COHERE_MULTILINGUAL_V3", false, false));

        assertThat(document("a").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(document("a").error()).contains("the embedding model COHERE_MULTILINGUAL_V3 is not configured");
    }

    @Test
    void an_embedder_that_is_away_is_asked_three_times() {
        source.publish("a", "<p>Text</p>");
        embedder.away = new Failure(
                ErrorCode.EMBEDDER_UNAVAILABLE, "the model is away", Retry.after(Duration.ofSeconds(1)), null);

        select("a", ProcessingOptions.DEFAULT);
        assertThat(document("a").status()).isEqualTo(DocumentStatus.SYNCING);
        for (int i = 0; i < 5; i++) {
            letTimePass();
        }

        assertThat(embedder.asked).isEqualTo(3);
        assertThat(document("a").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(document("a").error()).isEqualTo("the model is away");
    }

    @Test
    void an_embedder_that_limits_is_waited_for_however_often() {
        source.publish("a", "<p>Text</p>");
        embedder.away =
                new Failure(ErrorCode.EMBEDDER_RATE_LIMITED, "slowly", Retry.after(Duration.ofSeconds(1)), null);

        select("a", ProcessingOptions.DEFAULT);
        for (int i = 0; i < 5; i++) {
            letTimePass();
        }
        assertThat(embedder.asked).isEqualTo(6);
        assertThat(document("a").status()).isEqualTo(DocumentStatus.SYNCING);
        assertThat(document("a").error()).isEqualTo("slowly");

        embedder.away = null;
        letTimePass();
        assertThat(document("a").status()).isEqualTo(DocumentStatus.READY);
        assertThat(document("a").error()).isNull();
    }

    @Test
    void being_superseded_while_fetched_takes_no_attempt_from_processing() {
        source.publish("a", "<p>Text</p>");
        source.beforeFetchOf("a", () -> source.publish("a", "<p>Newer</p>"));
        embedder.away = new Failure(
                ErrorCode.EMBEDDER_UNAVAILABLE, "the model is away", Retry.after(Duration.ofSeconds(1)), null);

        select("a", ProcessingOptions.DEFAULT);
        for (int i = 0; i < 5; i++) {
            letTimePass();
        }

        assertThat(embedder.asked).isEqualTo(3);
    }

    @Test
    void an_embedder_that_comes_back_loses_nothing() {
        source.publish("a", "<p>Text</p>");
        embedder.away = new Failure(
                ErrorCode.EMBEDDER_UNAVAILABLE, "the model is away", Retry.after(Duration.ofSeconds(1)), null);
        select("a", ProcessingOptions.DEFAULT);
        embedder.away = null;

        letTimePass();

        assertThat(document("a").status()).isEqualTo(DocumentStatus.READY);
        assertThat(document("a").error()).isNull();
        assertThat(vectors()).isEqualTo(1);
    }

    @Test
    void a_document_that_breaks_a_model_ends_failed_and_the_others_are_done() {
        source.publish("bad", "<p>poison</p>");
        source.publish("good", "<p>Text</p>");

        select("bad", ProcessingOptions.DEFAULT);
        select("good", ProcessingOptions.DEFAULT);

        assertThat(document("bad").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(document("bad").error()).contains("could not process document");
        assertThat(document("good").status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void the_longest_body_is_processed_whole() {
        String sentence = "Sentence with some words in it. ";
        String html = "<p>" + sentence.repeat(LONGEST_BODY / sentence.length() - 1) + "</p>";
        source.publish("words", html);
        source.publish("one word", "x".repeat(LONGEST_BODY));
        source.publish("tags", "<b>".repeat(LONGEST_BODY / 3));
        source.publish("wide", "\ud83d\ude00".repeat(LONGEST_BODY / 2));

        for (String id : List.of("words", "one word", "tags", "wide")) {
            select(id, ProcessingOptions.DEFAULT);
            assertThat(document(id).status()).as(id).isEqualTo(DocumentStatus.READY);
        }
        assertThat(text("words")).hasSize(html.length() - "<p></p> ".length());
        assertThat(text("one word")).hasSize(LONGEST_BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<p></p>",
                "<p>&nbsp;</p>",
                "<!-- only a comment -->",
                "<script>alert(1)</script>",
                "<table><tr><td>",
                "<p>open <b>bold <i>both</p></b>",
                "<<<>>>&&&;&#xZZ;&#99999999;&#0;",
                "<ul><li><ul><li><ol><li></ul>",
                "</p></div></body></html>",
                "<h1><h2><h3></h1></h2>",
                "\ud83d half a pair",
                "\u0001\u0002\u0008 control"
            })
    void any_body_becomes_a_ready_document(String html) {
        source.publish("a", html);

        select("a", ProcessingOptions.DEFAULT);

        assertThat(document("a").status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void scripts_leave_no_trace_in_text_chunks_and_vectors() {
        source.publish("a", """
                <p onclick="steal()">Visible</p><script>steal()</script><style>steal{}</style>
                <img src=x onerror="steal()"><a href="javascript:steal()">link</a><svg onload="steal()"></svg>
                <template>steal()</template><noscript>steal()</noscript><iframe srcdoc="steal()"></iframe>
                """);

        select("a", ProcessingOptions.DEFAULT);

        assertThat(text("a")).contains("Visible").doesNotContain("steal");
        assertThat(embedder.texts).noneMatch(text -> text.contains("steal"));
    }

    @Test
    void vectors_lean_towards_title_and_headings_as_far_as_their_embedder_wants() {
        embedder.subjectShare = 0.25;
        source.publish("a", "<h2>Reset</h2><p>Hold the small button.</p>");

        select("a", ProcessingOptions.DEFAULT);

        Document document = document("a");
        String subject = document.name() + " › Reset";
        String window = document.name() + "\nReset\n\nHold the small button.";
        assertThat(embedder.texts).containsExactly(subject, window);
        List<Embedding> alone = embedder.embedder.embed(List.of(window, subject), Embedder.Purpose.PASSAGE);
        assertThat(library.contents.vector(tenant, new Contents.ChunkRef(document.id(), 0), 0))
                .contains(alone.getFirst().leaning(alone.getLast(), 0.25));
    }

    @Test
    void each_depth_goes_as_far_as_it_says() {
        source.publish("a", "<p>Text</p>");

        select("a", options(Depth.RAW, 1500));
        assertThat(library.contents.raw(tenant, document("a").id())).contains("<p>Text</p>");
        assertThat(library.contents.text(tenant, document("a").id())).isEmpty();
        assertThat(chunks()).isZero();

        select("a", options(Depth.TEXT, 1500));
        assertThat(text("a")).isEqualTo("Text");
        assertThat(chunks()).isZero();

        select("a", options(Depth.CHUNKS, 1500));
        assertThat(chunks()).isEqualTo(1);
        assertThat(vectors()).isZero();

        select("a", options(Depth.EMBEDDINGS, 1500));
        assertThat(vectors()).isEqualTo(1);

        select("a", options(Depth.RAW, 1500));
        assertThat(chunks()).isZero();
        assertThat(library.contents.text(tenant, document("a").id())).isEmpty();
        assertThat(document("a").status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void a_vector_that_is_swept_while_its_document_is_processed_is_made_again() {
        source.publish("a", "<p>Text</p>");
        select("a", ProcessingOptions.DEFAULT);
        select("a", options(Depth.CHUNKS, 1500));
        embedder.meanwhile = () -> library.embeddings.sweep(Duration.ZERO);

        select("a", ProcessingOptions.DEFAULT);

        assertThat(vectors()).isEqualTo(1);
    }

    private void select(String id, ProcessingOptions options) {
        works.sync.select(tenant, connection, new Sync.Selection(List.of(id), options, Tags.NONE, null));
        works.work(tenant, connection);
    }

    private static ProcessingOptions options(Depth depth, int chunkSize) {
        return new ProcessingOptions(chunkSize, 20, depth, "OPENAI", false, false);
    }

    /// Lets documents be tried again that wait for it.
    private void letTimePass() {
        database.transactions()
                .run(
                        tenant,
                        () -> database.jdbc()
                                .sql("UPDATE library_document SET retry_at = NULL")
                                .update());
        works.work(tenant, connection);
    }

    private Tenant colleague() {
        return database.transactions().in(Scope.SYSTEM, () -> {
            long customer = database.jdbc()
                    .sql("INSERT INTO customer (organization_id, external_id) VALUES (?, 'colleague') RETURNING id")
                    .param(tenant.organization().value())
                    .query(Long.class)
                    .single();
            return Tenant.parse(tenant.organization() + ":" + customer);
        });
    }

    private Document document(String id) {
        return library.only(tenant, connection, id);
    }

    private String text(String id) {
        return library.contents.text(tenant, document(id).id()).orElseThrow();
    }

    private long chunks() {
        return count("SELECT count(*) FROM library_chunk");
    }

    private long vectors() {
        return count("""
                SELECT count(*) FROM library_window w JOIN library_document d ON d.id = w.document_id
                JOIN library_embedding e ON e.organization_id = w.organization_id AND e.embedder = d.embedder
                                        AND e.text_hash = w.text_hash""");
    }

    private long count(String sql) {
        return database.transactions()
                .in(tenant, () -> database.jdbc().sql(sql).query(Long.class).single());
    }

    /// Remembers what it embedded; can be away, and breaks on poison.
    private static final class Memory extends ForwardingEmbedder implements Embedders {
        private final Embedder embedder = HashingEmbedder.of(8);
        final List<String> texts = Collections.synchronizedList(new ArrayList<>());
        int asked;

        double subjectShare;

        @Nullable
        Failure away;

        Runnable meanwhile = () -> {};

        @Override
        protected Embedder embedder() {
            return embedder;
        }

        @Override
        public Optional<Embedder> forModel(String slug) {
            return slug.equals("OPENAI") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<Embedder> byId(EmbedderId id) {
            return Optional.of(this);
        }

        @Override
        public double subjectShare() {
            return subjectShare;
        }

        @Override
        public List<Embedding> embed(List<String> some, Purpose purpose) {
            meanwhile.run();
            if (some.stream().anyMatch(text -> text.contains("poison"))) {
                throw new IllegalStateException("the model broke");
            }
            if (!some.isEmpty()) {
                asked++;
            }
            Failure failure = away;
            if (failure != null && !some.isEmpty()) {
                throw failure;
            }
            texts.addAll(some);
            return embedder.embed(some, purpose);
        }
    }
}
