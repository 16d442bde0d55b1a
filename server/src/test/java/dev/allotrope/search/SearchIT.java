package dev.allotrope.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.TestDatabase;
import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Window;
import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.FixedEmbedders;
import dev.allotrope.embed.HashingEmbedder;
import dev.allotrope.index.Follower;
import dev.allotrope.index.TestFollowing;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Contents.Body;
import dev.allotrope.library.Documents.Reason;
import dev.allotrope.library.Processed;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.search.Query.Include;
import dev.allotrope.search.Query.Mode;
import dev.allotrope.search.Query.Restriction;
import dev.allotrope.search.Query.Subject;
import dev.allotrope.search.Query.Weights;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// From the library over the followed Lucene index to the answer.
final class SearchIT {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Mode FUSED = new Mode.Fused(Weights.EQUAL);
    private static final HashingEmbedder EMBEDDER = HashingEmbedder.of(32);

    @TempDir
    private Path folder;

    private TestLibrary library;
    private LuceneIndex index;
    private Follower follower;
    private Search search;
    private Tenant tenant;
    private ConnectionId connection;

    @BeforeEach
    void open() {
        library = new TestLibrary(DATABASE);
        index = new LuceneIndex(folder, InstantSource.system());
        follower = TestFollowing.of(library, index);
        follower.start();
        search = search(follower);
        tenant = library.tenant();
        connection = library.connection(tenant);
    }

    @AfterEach
    void close() {
        follower.close();
        index.close();
    }

    @Test
    void a_stored_document_is_found_by_the_next_search_and_becomes_ready() {
        store("a:en_US", 1, "Reset the router by holding the button");

        Answer answer = search.search(tenant, query("router button", FUSED));

        assertThat(texts(answer)).containsExactly("Reset the router by holding the button");
        assertThat(answer.results().getFirst().vector()).isEqualTo(embedding("Reset the router by holding the button"));
        follower.close();
        assertThat(only("a:en_US").status()).isEqualTo(DocumentStatus.READY);
    }

    @Test
    void the_score_of_the_nearest_is_the_cosine() {
        store("a:en_US", 1, "Reset the router");

        Answer answer = search.search(tenant, query("router", new Mode.Nearest()));

        double cosine = embedding("Reset the router")
                .dot(EMBEDDER.embed(List.of("router"), Purpose.QUERY).getFirst());
        assertThat(answer.results().getFirst().score()).isCloseTo(cosine, within(1e-5));
    }

    @Test
    void a_republished_text_replaces_the_old_one() {
        store("a:en_US", 1, "Reset the router");
        search.search(tenant, query("router", FUSED));
        store("a:en_US", 2, "Replace the lamp");

        assertThat(texts(search.search(tenant, query("router lamp", FUSED)))).containsExactly("Replace the lamp");
    }

    @Test
    void a_deleted_document_is_gone_before_the_index_knows() {
        store("a:en_US", 1, "Reset the router");
        store("b:en_US", 1, "Replace the router");
        search.search(tenant, query("router", FUSED));
        follower.close();
        Search behind =
                new Search(any -> {}, index, Passages.of(library.contents), new FixedEmbedders(EMBEDDER), Costs.NONE);

        library.documents.remove(tenant, List.of(only("a:en_US").id()), Reason.DELETED);

        assertThat(texts(behind.search(tenant, query("router", FUSED)))).containsExactly("Replace the router");
    }

    @Test
    void a_tag_that_its_owner_sets_filters_the_next_search() {
        store("a:en_US", 1, "Reset the router");
        store("b:en_US", 1, "Replace the router");
        library.documents.tag(tenant, only("a:en_US").id(), Tags.of(Map.of("tier", "gold")));
        Restriction gold = new Restriction(null, new TagFilter.Is("tier", List.of("gold"), false), null);

        Query query = new Query(new Subject.Words("router"), FUSED, gold, 5, Accuracy.APPROXIMATE, Include.CONTENT);

        assertThat(texts(search.search(tenant, query))).containsExactly("Reset the router");
    }

    @Test
    void another_customer_finds_nothing() {
        store("a:en_US", 1, "Reset the router");

        assertThat(search.search(library.tenant(), query("router", FUSED)).results())
                .isEmpty();
    }

    @Test
    void a_restored_database_is_followed_from_its_start() {
        store("a:en_US", 1, "Reset the router");
        search.search(tenant, query("router", FUSED));
        DATABASE.transactions()
                .run(
                        Scope.SYSTEM,
                        () -> DATABASE.jdbc()
                                .sql("UPDATE library_head SET mark = gen_random_uuid() WHERE customer_id = ?")
                                .param(tenant.customer().value())
                                .update());

        assertThat(texts(search.search(tenant, query("router", FUSED)))).containsExactly("Reset the router");
        assertThat(index.applied(tenant).orElseThrow().mark())
                .isEqualTo(library.heads.head(tenant).mark());
    }

    private Search search(Follower followed) {
        return new Search(
                followed::reach, index, Passages.of(library.contents), new FixedEmbedders(EMBEDDER), Costs.NONE);
    }

    /// Takes a document through listing, fetching and processing to one chunk of one window.
    private void store(String externalId, int version, String text) {
        Item item = TestLibrary.item(externalId, version);
        library.admit(tenant, connection, item);
        library.fetched(tenant, connection, item, text);
        Body body = library.contents.waiting(tenant, 1).getFirst();
        Chunk chunk = new Chunk(0, 0, text.length(), text, 5, List.of(), List.of(new Window(0, text)));
        Processed processed =
                new Processed(text, 5, List.of(chunk), EMBEDDER.id(), Map.of(Fingerprint.of(text), embedding(text)));
        assertThat(library.contents.store(tenant, body, processed)).isTrue();
    }

    private Document only(String externalId) {
        return library.only(tenant, connection, externalId);
    }

    private static Embedding embedding(String text) {
        return EMBEDDER.embed(List.of(text), Purpose.PASSAGE).getFirst();
    }

    private static Query query(String text, Mode mode) {
        return new Query(
                new Subject.Words(text), mode, Restriction.NONE, 5, Accuracy.APPROXIMATE, Include.CONTENT_AND_VECTOR);
    }

    private static List<String> texts(Answer answer) {
        return answer.results().stream().map(result -> result.chunk().text()).toList();
    }
}
