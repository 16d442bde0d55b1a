package dev.allotrope.library;

import static dev.allotrope.library.TestLibrary.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Window;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DocumentsIT {
    private static final EmbedderId EMBEDDER = new EmbedderId("test", "0");
    private static final Embedding VECTOR = new Embedding(new float[] {1, 0});

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestLibrary library;
    private Tenant tenant;
    private ConnectionId connection;

    @BeforeEach
    void connected() {
        library = new TestLibrary(database);
        tenant = library.tenant();
        connection = library.connection(tenant);
    }

    @Test
    void a_processed_document_is_ready_when_its_position_is_indexed() {
        processed("a", "some text");

        assertThat(library.only(tenant, connection, "a").status()).isEqualTo(DocumentStatus.SYNCING);
        Position head = library.heads.head(tenant).position();
        assertThat(library.documents.indexed(tenant, head)).hasSize(1);
        assertThat(library.only(tenant, connection, "a").status()).isEqualTo(DocumentStatus.READY);
        assertThat(library.only(tenant, connection, "a").statistics())
                .isEqualTo(new Document.Statistics(9L, 9L, 2L, 1, 1));
    }

    @Test
    void the_feed_shows_chunks_with_vectors_and_an_empty_entry_for_what_is_gone() {
        processed("a", "first text");
        processed("b", "second text");
        library.documents.remove(
                tenant, List.of(library.only(tenant, connection, "a").id()), Documents.Reason.NOT_PUBLISHED);

        List<Feed.Entry> entries = library.feed.after(tenant, Position.START, 10);

        assertThat(entries)
                .hasSize(2)
                .isSortedAccordingTo((x, y) -> x.position().compareTo(y.position()));
        assertThat(entries.getFirst().chunks().getFirst().windows()).containsExactly(VECTOR);
        assertThat(entries.getLast().chunks()).isEmpty();
    }

    @Test
    void processing_that_finds_newer_content_stores_nothing() {
        library.admit(tenant, connection, item("a", 1));
        library.fetched(tenant, connection, item("a", 1), "old");
        Contents.Body body = library.contents.waiting(tenant, 1).getFirst();
        library.admit(tenant, connection, item("a", 2));
        library.fetched(tenant, connection, item("a", 2), "new");

        assertThat(library.contents.store(tenant, body, made("old"))).isFalse();
        assertThat(library.contents.waiting(tenant, 1).getFirst().html()).isEqualTo("new");
    }

    @Test
    void vectors_are_found_again_by_their_text_and_swept_when_nothing_uses_them() {
        processed("a", "some text");
        Fingerprint window = Fingerprint.of("window of some text");

        assertThat(library.embeddings.known(tenant, EMBEDDER, List.of(window))).containsEntry(window, VECTOR);
        assertThat(library.embeddings.sweep(java.time.Duration.ZERO)).isZero();

        library.documents.remove(
                tenant, List.of(library.only(tenant, connection, "a").id()), Documents.Reason.NOT_PUBLISHED);
        assertThat(library.embeddings.sweep(java.time.Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void tag_trees_filter_with_lists_and_negation() {
        library.admit(tenant, connection, item("a", 1), item("b", 1));
        library.documents.tag(
                tenant,
                library.only(tenant, connection, "a").id(),
                Tags.of(Map.of("color", List.of("red", "blue"), "size", "1")));

        assertThat(found(new TagFilter.Is("color", List.of("blue", "green"), false)))
                .containsExactly("a");
        assertThat(found(new TagFilter.Is("color", List.of("blue"), true))).containsExactly("b");
        assertThat(found(new TagFilter.Is("salesforce_language", List.of("en_US"), false)))
                .containsExactly("a", "b");
        assertThat(found(new TagFilter.AnyOf(List.of(
                        new TagFilter.Is("size", List.of("2"), false),
                        new TagFilter.AllOf(List.of(
                                new TagFilter.Is("size", List.of("1"), false),
                                new TagFilter.Is("color", List.of("red"), false)))))))
                .containsExactly("a");
    }

    @Test
    void another_tenant_sees_nothing() {
        processed("a", "some text");
        Tenant other = library.tenant();
        Document document = library.only(tenant, connection, "a");

        assertThat(library.documents.find(other, document.id())).isEmpty();
        assertThat(library.documents.count(other, DocumentFilter.ALL)).isZero();
        assertThat(library.contents.raw(other, document.id())).isEmpty();
        assertThat(library.documents.remove(other, List.of(document.id()), Documents.Reason.DELETED))
                .isZero();
    }

    @Test
    void wiping_keeps_the_record_and_nothing_of_its_content() {
        processed("a", "some text");
        Document document = library.only(tenant, connection, "a");

        library.documents.wipe(tenant, List.of(document.id()), Documents.Notice.NONE);

        assertThat(library.only(tenant, connection, "a").contentsDeleted()).isTrue();
        assertThat(library.contents.raw(tenant, document.id())).isEmpty();
        assertThat(library.feed.after(tenant, Position.START, 10).getFirst().chunks())
                .isEmpty();
    }

    private List<String> found(TagFilter tags) {
        DocumentFilter filter =
                new DocumentFilter(null, null, null, null, null, tags, null, null, null, null, null, null, false);
        return library.documents.list(tenant, filter, DocumentOrder.BY_ID, Page.first(10)).stream()
                .map(Document::externalId)
                .toList();
    }

    private void processed(String id, String text) {
        library.admit(tenant, connection, item(id, 1));
        library.fetched(tenant, connection, item(id, 1), text);
        Contents.Body body = library.contents.waiting(tenant, 1).getFirst();
        assertThat(library.contents.store(tenant, body, made(text))).isTrue();
    }

    private static Processed made(String text) {
        Window window = new Window(0, "window of " + text);
        return new Processed(
                text,
                2,
                List.of(new Chunk(0, 0, text.length(), text, 2, List.of(), List.of(window))),
                EMBEDDER,
                Map.of(Fingerprint.of(window.text()), VECTOR));
    }
}
