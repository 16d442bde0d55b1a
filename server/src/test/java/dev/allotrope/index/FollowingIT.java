package dev.allotrope.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.chunk.Chunk;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Processed;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.postgres.Await;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The follower between the real library and the real index, while many write.
class FollowingIT {
    private static final int WRITERS = 8;
    private static final int DOCUMENTS = 50;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    Path folder;

    private final TestLibrary library = new TestLibrary(database);

    @Test
    void everything_that_many_wrote_becomes_ready_and_what_they_removed_is_not_found() throws Exception {
        Tenant tenant = library.tenant();
        List<Contents.Body> bodies = waiting(tenant);
        try (LuceneIndex index = new LuceneIndex(folder, InstantSource.system());
                Follower follower = new Follower(TestFollowing.library(library), index)) {
            follower.start();
            write(tenant, bodies, follower);
            follower.wake(tenant);
            Await.until(
                    Duration.ofSeconds(20),
                    () -> index.applied(tenant)
                            .map(Index.Head::position)
                            .equals(Optional.of(library.heads.head(tenant).position())));
            Await.until(
                    Duration.ofSeconds(20),
                    () -> documents(tenant).stream().allMatch(document -> document.status() == DocumentStatus.READY));
        }
        assertThat(documents(tenant)).hasSize(WRITERS * DOCUMENTS * 4 / 5);
    }

    private void write(Tenant tenant, List<Contents.Body> bodies, Follower follower) throws Exception {
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                List<Contents.Body> mine = bodies.subList(writer * DOCUMENTS, (writer + 1) * DOCUMENTS);
                done.add(writers.submit(() -> {
                    for (int i = 0; i < mine.size(); i++) {
                        write(tenant, mine.get(i), i % 5 == 0);
                        follower.wake(tenant);
                    }
                }));
            }
        }
        for (Future<?> each : done) {
            each.get();
        }
    }

    private void write(Tenant tenant, Contents.Body body, boolean removed) {
        Chunk chunk = new Chunk(0, 0, 4, "text", 1, List.of(), List.of());
        library.contents.store(tenant, body, new Processed("text", 1, List.of(chunk), null, Map.of()));
        if (removed) {
            library.documents.remove(tenant, List.of(body.document()), Documents.Reason.DELETED);
        }
    }

    private List<Contents.Body> waiting(Tenant tenant) {
        ConnectionId connection = library.connection(tenant);
        Item[] items = IntStream.range(0, WRITERS * DOCUMENTS)
                .mapToObj(i -> TestLibrary.item("d" + i, 1))
                .toArray(Item[]::new);
        library.admit(tenant, connection, items);
        database.transactions().run(tenant, () -> {
            for (Item item : items) {
                library.fetched(tenant, connection, item, "text");
            }
        });
        return library.contents.waiting(tenant, WRITERS * DOCUMENTS);
    }

    private List<Document> documents(Tenant tenant) {
        return library.documents.list(tenant, DocumentFilter.ALL, DocumentOrder.BY_ID, Page.first(1000));
    }
}
