package dev.allotrope.library;

import static dev.allotrope.library.TestLibrary.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.chunk.Chunk;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Position order is commit order: who follows by position misses nothing, however many write.
class FeedIT {
    private static final int WRITERS = 8;
    private static final int DOCUMENTS = 50;
    private static final int BATCH = 7;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);

    @Test
    void a_reader_by_position_misses_nothing_of_many_writers_and_never_goes_back() throws Exception {
        Tenant tenant = library.tenant();
        List<Contents.Body> bodies = waiting(tenant, WRITERS * DOCUMENTS);
        Follower follower = new Follower(tenant);

        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                List<Contents.Body> mine = bodies.subList(writer * DOCUMENTS, (writer + 1) * DOCUMENTS);
                writers.add(threads.submit(() -> mine.forEach(body -> write(tenant, body))));
            }
            while (!writers.stream().allMatch(Future::isDone)) {
                follower.read();
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        follower.read();

        assertThat(follower.position).isEqualTo(library.heads.head(tenant).position());
        assertThat(follower.seen).isEqualTo(positions(tenant));
        assertThat(follower.seen).hasSize(WRITERS * DOCUMENTS);
    }

    /// Stores it, and tags or removes some of them again.
    private void write(Tenant tenant, Contents.Body body) {
        Chunk chunk = new Chunk(0, 0, 4, "text", 1, List.of(), List.of());
        library.contents.store(tenant, body, new Processed("text", 1, List.of(chunk), null, Map.of()));
        if (body.document().value() % 3 == 0) {
            library.documents.tag(tenant, body.document(), Tags.of(Map.of("team", "red")));
        }
        if (body.document().value() % 5 == 0) {
            library.documents.remove(tenant, List.of(body.document()), Documents.Reason.DELETED);
        }
    }

    private List<Contents.Body> waiting(Tenant tenant, int count) {
        ConnectionId connection = library.connection(tenant);
        Item[] items = IntStream.range(0, count).mapToObj(i -> item("d" + i, 1)).toArray(Item[]::new);
        library.admit(tenant, connection, items);
        database.transactions().run(tenant, () -> {
            for (Item item : items) {
                library.fetched(tenant, connection, item, "text");
            }
        });
        return library.contents.waiting(tenant, count);
    }

    private Map<DocumentId, Position> positions(Tenant tenant) {
        return database.transactions()
                .in(
                        tenant,
                        () -> database
                                .jdbc()
                                .sql("SELECT id, position FROM library_document")
                                .query((row, number) ->
                                        Map.entry(new DocumentId(row.getLong(1)), new Position(row.getLong(2))))
                                .list()
                                .stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private final class Follower {
        final Map<DocumentId, Position> seen = new HashMap<>();
        private final Tenant tenant;
        Position position = Position.START;

        Follower(Tenant tenant) {
            this.tenant = tenant;
        }

        /// Up to the end.
        void read() {
            List<Feed.Entry> entries = library.feed.after(tenant, position, BATCH);
            while (!entries.isEmpty()) {
                for (Feed.Entry entry : entries) {
                    assertThat(entry.position()).isGreaterThanOrEqualTo(position);
                    position = entry.position();
                    seen.put(entry.document(), entry.position());
                }
                entries = library.feed.after(tenant, position, BATCH);
            }
        }
    }
}
