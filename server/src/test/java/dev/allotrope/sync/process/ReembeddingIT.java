package dev.allotrope.sync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.ForwardingEmbedder;
import dev.allotrope.embed.HashingEmbedder;
import dev.allotrope.job.JobHandler.Outcome;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.LibraryAdvanced;
import dev.allotrope.library.Reembeddings.Progress;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.Upload;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.sync.FakeSource;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.Limit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Documents that move to another embedding model, or that an earlier version made.
class ReembeddingIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final FakeSource source = new FakeSource();
    private final Switchable model = new Switchable();
    private TestLibrary library;
    private SyncWorks works;
    private Jobs jobs;
    private Tenant tenant;
    private ConnectionId connection;
    private Reembedding reembedding;

    @BeforeEach
    void three_documents_have_vectors_of_the_first_model() {
        library = new TestLibrary(database);
        jobs = TestJobs.over(database);
        works = new SyncWorks(library, TestConnections.over(database), jobs, source, model);
        tenant = library.tenant();
        connection = library.connection(tenant);
        reembedding = TestProcessing.reembedding(library, model, jobs, InstantSource.system());
        for (String id : List.of("a", "b", "c")) {
            source.publish(id, "<p>The text of " + id + "</p>");
        }
        works.sync.select(
                tenant,
                connection,
                new Sync.Selection(List.of("a", "b", "c"), ProcessingOptions.DEFAULT, Tags.NONE, null));
        works.work(tenant, connection);
        assertThat(lengths()).containsExactly(8, 8, 8);
    }

    @Test
    void every_document_gets_the_vectors_of_the_model_of_now_and_nothing_else_changes() {
        Document before = document("a");
        model.becomes(HashingEmbedder.of(16));

        Progress asked = reembedding.request(tenant);
        work();

        assertThat(asked.documents()).isEqualTo(3);
        assertThat(lengths()).containsExactly(16, 16, 16);
        Document after = document("a");
        assertThat(after.embedder()).isEqualTo(HashingEmbedder.of(16).id().toString());
        assertThat(after.status()).isEqualTo(DocumentStatus.READY);
        assertThat(after.lastSync()).isEqualTo(before.lastSync());
        Progress done = progress();
        assertThat(done.reembedded()).isEqualTo(3);
        assertThat(done.failed()).isZero();
        assertThat(done.finishedAt()).isNotNull();
    }

    @Test
    void a_search_sees_the_old_vectors_of_a_document_or_the_new_ones_at_every_moment() {
        List<List<Integer>> seen = new ArrayList<>();
        model.becomes(HashingEmbedder.of(16));
        model.meanwhile = () -> seen.add(lengths());

        reembedding.request(tenant);
        work();

        assertThat(seen).containsExactly(List.of(8, 8, 8), List.of(16, 8, 8), List.of(16, 16, 8));
    }

    @Test
    void a_document_is_counted_in_the_transaction_that_gives_it_its_vectors() {
        List<Long> counted = new ArrayList<>();
        model.becomes(HashingEmbedder.of(16));
        library.listen(event -> {
            if (event instanceof LibraryAdvanced) {
                counted.add(progress().reembedded());
            }
        });

        reembedding.request(tenant);
        work();

        assertThat(counted).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_limited_rate_is_waited_for_and_the_work_goes_on_where_it_stood() {
        model.becomes(HashingEmbedder.of(16));
        model.failsAt(
                "b", new Failure(ErrorCode.EMBEDDER_RATE_LIMITED, "slowly", Retry.after(Duration.ofSeconds(40)), null));

        reembedding.request(tenant);

        assertThat(reembedding.run(tenant.toString())).isEqualTo(new Outcome.Again(Duration.ofSeconds(40)));
        assertThat(lengths()).containsExactly(16, 8, 8);
        assertThat(progress().reembedded()).isEqualTo(1);
        model.failsAt("nowhere", null);
        Reembedding restarted = TestProcessing.reembedding(library, model, jobs, InstantSource.system());
        restarted.run(tenant.toString());
        assertThat(lengths()).containsExactly(16, 16, 16);
        assertThat(progress().reembedded()).isEqualTo(3);
    }

    @Test
    void documents_are_embedded_beside_each_other() {
        model.becomes(HashingEmbedder.of(16));
        CyclicBarrier all = new CyclicBarrier(3);
        model.meanwhile = () -> meet(all);
        reembedding = TestProcessing.reembedding(library, model, jobs, InstantSource.system(), 3);

        reembedding.request(tenant);
        work();

        assertThat(lengths()).containsExactly(16, 16, 16);
        assertThat(progress().reembedded()).isEqualTo(3);
    }

    @Test
    void what_was_swapped_behind_a_document_that_waits_is_swapped_and_counted_once() {
        model.becomes(HashingEmbedder.of(16));
        CyclicBarrier all = new CyclicBarrier(3);
        model.meanwhile = () -> meet(all);
        model.failsAt(
                "b", new Failure(ErrorCode.EMBEDDER_RATE_LIMITED, "slowly", Retry.after(Duration.ofSeconds(40)), null));
        reembedding = TestProcessing.reembedding(library, model, jobs, InstantSource.system(), 3);

        reembedding.request(tenant);

        assertThat(reembedding.run(tenant.toString())).isEqualTo(new Outcome.Again(Duration.ofSeconds(40)));
        assertThat(lengths()).containsExactly(16, 8, 16);
        model.meanwhile = () -> {};
        model.failsAt("nowhere", null);
        work();
        assertThat(lengths()).containsExactly(16, 16, 16);
        assertThat(progress().reembedded()).isEqualTo(3);
        assertThat(progress().failed()).isZero();
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not all were there at once", e);
        }
    }

    @Test
    void a_document_that_cannot_be_embedded_keeps_its_vectors_and_no_other_waiting() {
        model.becomes(HashingEmbedder.of(16));
        model.failsAt("b", new Failure(ErrorCode.EMBEDDER_UNAVAILABLE, "never", Retry.NEVER, null));

        reembedding.request(tenant);
        work();

        assertThat(lengths()).containsExactly(16, 8, 16);
        assertThat(document("b").status()).isEqualTo(DocumentStatus.READY);
        assertThat(progress().failed()).isEqualTo(1);
        assertThat(progress().finishedAt()).isNotNull();

        model.failsAt("nowhere", null);
        assertThat(reembedding.request(tenant).documents()).isEqualTo(1);
        work();
        assertThat(lengths()).containsExactly(16, 16, 16);
    }

    @Test
    void a_document_that_changes_meanwhile_is_processed_as_it_is_now() {
        model.becomes(HashingEmbedder.of(16));
        model.meanwhile = () -> {
            model.meanwhile = () -> {};
            source.publish("a", "<p>Another text</p>");
            works.sync.select(
                    tenant, connection, new Sync.Selection(List.of("a"), ProcessingOptions.DEFAULT, Tags.NONE, null));
            works.work(tenant, connection);
        };

        reembedding.request(tenant);
        work();

        assertThat(lengths()).containsExactly(16, 16, 16);
        assertThat(library.contents.text(tenant, document("a").id())).contains("Another text");
    }

    @Test
    void vectors_of_the_owners_stay_and_chunks_of_the_owners_move() {
        Embedding own = new Embedding(new float[] {1, 0, 0});
        earlier("UPDATE library_document SET pipeline = 'earlier' WHERE id = ?", document("b"));
        library.uploads.takeIn(tenant, List.of(upload("a", own), upload("b", null)));
        works.work(tenant, connection);
        assertThat(reembedding.request(tenant).documents()).isZero();
        model.becomes(HashingEmbedder.of(16));

        assertThat(reembedding.request(tenant).documents()).isEqualTo(2);
        work();

        assertThat(lengths()).containsExactly(3, 16, 16);
    }

    @Test
    void a_model_that_does_not_know_the_language_takes_no_vectors_away() {
        model.becomes(HashingEmbedder.of(16));
        model.knowsNothing = true;

        reembedding.request(tenant);
        work();

        assertThat(lengths()).containsExactly(8, 8, 8);
        assertThat(progress().finishedAt()).isNotNull();
    }

    @Test
    void what_an_earlier_pipeline_made_is_made_anew_and_no_window_embedded_that_was_before() {
        Document before = document("b");
        earlier(
                "UPDATE library_document SET pipeline = 'earlier', num_characters = 1, num_tokens = 1, num_chunks = 7"
                        + " WHERE id = ?",
                before);
        earlier("UPDATE library_body SET parsed = 'earlier' WHERE document_id = ?", before);
        earlier("UPDATE library_chunk SET content = 'earlier' WHERE document_id = ?", before);
        model.failsAt("b", new Failure(ErrorCode.EMBEDDER_UNAVAILABLE, "it has a vector", Retry.NEVER, null));

        assertThat(reembedding.request(tenant).documents()).isEqualTo(1);
        work();

        assertThat(progress().reembedded()).isEqualTo(1);
        assertThat(library.contents.text(tenant, before.id())).contains("The text of b");
        assertThat(library.contents.chunks(tenant, List.of(new Contents.ChunkRef(before.id(), 0))))
                .extracting(Contents.StoredChunk::text)
                .containsExactly("The text of b");
        assertThat(document("b").statistics()).isEqualTo(before.statistics());
        assertThat(reembedding.request(tenant).documents()).isZero();
    }

    @Test
    void texts_that_are_not_embedded_are_made_anew_too_and_raw_bodies_stay() {
        select("a", depth(ProcessingOptions.Depth.TEXT));
        select("b", depth(ProcessingOptions.Depth.RAW));
        works.work(tenant, connection);
        Document text = document("a");
        earlier("UPDATE library_document SET pipeline = 'earlier' WHERE id = ?", text);
        earlier("UPDATE library_document SET pipeline = 'earlier' WHERE id = ?", document("b"));
        earlier("UPDATE library_body SET parsed = 'earlier' WHERE document_id = ?", text);

        assertThat(reembedding.request(tenant).documents()).isEqualTo(1);
        work();

        assertThat(library.contents.text(tenant, text.id())).contains("The text of a");
        assertThat(lengths()).containsExactly(0, 0, 8);
    }

    @Test
    void what_a_limit_withholds_stays_withheld() {
        library.limit(tenant, Limit.CHARACTERS_PER_DOCUMENT, 20L);
        source.publish("a", "<p>A text of more than twenty characters</p>");
        select("a", ProcessingOptions.DEFAULT);
        works.work(tenant, connection);
        assertThat(document("a").status()).isEqualTo(DocumentStatus.FAILED);
        model.becomes(HashingEmbedder.of(16));

        assertThat(reembedding.request(tenant).documents()).isEqualTo(2);
        work();

        assertThat(lengths()).containsExactly(8, 16, 16);
    }

    @Test
    void nothing_is_done_where_nothing_has_to_be() {
        assertThat(reembedding.request(tenant).documents()).isZero();
        work();
        assertThat(progress().reembedded()).isZero();
        assertThat(reembedding.pending(tenant.toString())).isFalse();
        assertThat(library.reembeddings.unfinished(Scope.SYSTEM)).doesNotContain(tenant);
    }

    @Test
    void the_command_asks_for_one_customer_or_for_all() {
        ReembedCommand command = new ReembedCommand(library.heads, reembedding);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        model.becomes(HashingEmbedder.of(16));

        assertThat(command.run(List.of(tenant.toString()), out, out)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("3 documents of customer " + tenant + " will be processed again");
        assertThat(library.reembeddings.unfinished(Scope.SYSTEM)).contains(tenant);
        assertThat(command.run(List.of(), out, out)).isZero();
        assertThat(command.run(List.of("everybody"), out, out)).isEqualTo(2);
        assertThatThrownBy(() -> command.run(List.of("999999:999999"), out, out))
                .isInstanceOf(Failure.class);
    }

    @Test
    void stored_vectors_of_another_length_than_configured_are_refused_at_the_start() {
        StoredVectors stored = new StoredVectors(library.embeddings, model);
        stored.check();

        model.lies = true;
        assertThatThrownBy(stored::check)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("have length 8, and it is configured to make vectors of length 9");
    }

    private void work() {
        Outcome outcome = Outcome.AGAIN;
        while (outcome.equals(Outcome.AGAIN)) {
            outcome = reembedding.run(tenant.toString());
        }
        assertThat(outcome).isEqualTo(Outcome.DONE);
    }

    private Progress progress() {
        return reembedding.progress(tenant).orElseThrow();
    }

    private void select(String id, ProcessingOptions options) {
        works.sync.select(tenant, connection, new Sync.Selection(List.of(id), options, Tags.NONE, null));
    }

    private static ProcessingOptions depth(ProcessingOptions.Depth depth) {
        ProcessingOptions usual = ProcessingOptions.DEFAULT;
        return new ProcessingOptions(
                usual.chunkSize(), usual.chunkOverlap(), depth, usual.embeddingModel(), false, false);
    }

    /// Has a document be as an earlier version left it.
    private void earlier(String sql, Document document) {
        database.transactions()
                .run(
                        tenant,
                        () -> database.jdbc()
                                .sql(sql)
                                .param(document.id().value())
                                .update());
    }

    private Document document(String id) {
        return library.only(tenant, connection, id);
    }

    private Upload upload(String id, @Nullable Embedding vector) {
        return new Upload(
                document(id).id(),
                "OPENAI",
                null,
                null,
                List.of(new Upload.Piece(0, "a chunk", vector)),
                Upload.Existing.REPLACE);
    }

    /// How long the vectors are that the index would be given, of each document.
    private List<Integer> lengths() {
        List<Feed.Entry> entries = library.feed.after(tenant, Position.START, 100);
        return Stream.of("a", "b", "c")
                .map(id -> length(entries, document(id).id()))
                .toList();
    }

    private static int length(List<Feed.Entry> entries, DocumentId id) {
        return entries.stream()
                .filter(entry -> entry.document().equals(id))
                .flatMap(entry -> entry.chunks().stream())
                .flatMap(chunk -> chunk.windows().stream())
                .mapToInt(vector -> vector.values().length)
                .findFirst()
                .orElse(0);
    }

    /// One model, which becomes another.
    private static final class Switchable extends ForwardingEmbedder implements Embedders {
        Runnable meanwhile = () -> {};
        boolean knowsNothing;
        boolean lies;
        private HashingEmbedder now = HashingEmbedder.of(8);
        private String poison = "nowhere";
        private @Nullable Failure failure;

        void becomes(HashingEmbedder other) {
            now = other;
        }

        void failsAt(String text, @Nullable Failure with) {
            poison = "The text of " + text;
            failure = with;
        }

        @Override
        protected Embedder embedder() {
            return now;
        }

        @Override
        public Optional<Embedder> forModel(String slug) {
            return Optional.of(this);
        }

        @Override
        public Optional<Embedder> byId(EmbedderId id) {
            return id.equals(now.id()) ? Optional.of(this) : Optional.empty();
        }

        @Override
        public int dimensions() {
            return lies ? now.dimensions() + 1 : now.dimensions();
        }

        @Override
        public boolean knows(String language) {
            return !knowsNothing && now.knows(language);
        }

        @Override
        public List<Embedding> embed(List<String> texts, Purpose purpose) {
            meanwhile.run();
            if (failure != null && texts.stream().anyMatch(text -> text.contains(poison))) {
                throw failure;
            }
            return now.embed(texts, purpose);
        }
    }
}
