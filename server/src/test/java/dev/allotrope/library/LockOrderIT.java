package dev.allotrope.library;

import static dev.allotrope.library.TestLibrary.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.RunId;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.postgres.Await;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whoever writes several documents locks them in one order, so that nobody ends in a deadlock.
class LockOrderIT {
    private static final int ROUNDS = 6;
    private static final int DOCUMENTS = 600;
    private static final Position WRITTEN = new Position(1);
    private static final long SEED = 20_261_123;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final Random random = new Random(SEED);

    @Test
    void indexing_requeueing_aborting_wiping_and_removing_at_once_all_succeed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            atOnce(library.tenant());
        }
    }

    private void atOnce(Tenant tenant) throws Exception {
        ConnectionId connection = library.connection(tenant);
        Item[] items = items(1);
        library.admit(tenant, connection, items);
        List<DocumentId> ids = new ArrayList<>(library.documents.ids(tenant, DocumentFilter.ALL));
        Collections.shuffle(ids, random);
        database.transactions().run(tenant, () -> ids.forEach(LockOrderIT::processed));
        Collections.shuffle(ids, random);
        RunId run = library.run();
        Item[] newer = items(2);
        List<String> reversed = Stream.of(newer).map(Item::externalId).toList().reversed();
        database.transactions().run(tenant, () -> library.items.record(tenant, connection, run, List.of(newer)));

        together(
                ids.get(DOCUMENTS / 3),
                () -> library.documents.indexed(tenant, WRITTEN),
                () -> database.transactions()
                        .run(
                                tenant,
                                () -> library.intake.requeue(
                                        tenant, connection, run, Intake.Requeued.QUEUED, reversed)),
                () -> database.transactions().run(tenant, () -> library.intake.abort(tenant, connection, run)),
                () -> library.documents.wipe(tenant, ids.subList(0, DOCUMENTS / 2), Documents.Notice.NONE),
                () -> library.documents.remove(
                        tenant, ids.subList(DOCUMENTS / 3, DOCUMENTS), Documents.Reason.NOT_PUBLISHED));

        assertThat(library.documents.count(tenant, DocumentFilter.ALL)).isEqualTo(DOCUMENTS / 3);
    }

    /// Runs them at once; each gets stuck at a document that is held until two of them wait, so that they meet midway.
    private static void together(DocumentId held, Runnable... work) throws Exception {
        CountDownLatch start = new CountDownLatch(work.length);
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.length)) {
            database.transactions().run(Scope.SYSTEM, () -> {
                database.jdbc()
                        .sql("SELECT id FROM library_document WHERE id = ? FOR UPDATE")
                        .param(held.value())
                        .query(Long.class)
                        .single();
                for (Runnable each : work) {
                    done.add(threads.submit(() -> {
                        start.countDown();
                        start.await();
                        each.run();
                        return null;
                    }));
                }
                Await.until(Duration.ofSeconds(20), () -> waiting() >= 2);
            });
        }
        for (Future<?> each : done) {
            each.get();
        }
    }

    private static long waiting() {
        return database.jdbc()
                .sql("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
                .query(Long.class)
                .single();
    }

    /// Written in this order, so that the table's order is not that of the ids.
    private static void processed(DocumentId id) {
        database.jdbc()
                .sql("UPDATE library_document SET awaits = 'INDEX', status = 'SYNCING', position = ? WHERE id = ?")
                .params(WRITTEN.value(), id.value())
                .update();
    }

    private static Item[] items(int version) {
        return IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> item("d" + i, version))
                .toArray(Item[]::new);
    }
}
