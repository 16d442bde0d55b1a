package dev.allotrope.sync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.MovableClock;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.index.lucene.TestLucene;
import dev.allotrope.job.JobHandler;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.sync.FakeSource;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.TestTenants;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A connection through the lives of the processes that sync it. What is asked for is asked again by its caller when
/// the process died before it was written down.
final class Story {
    static final ProcessingOptions WITH_FILES =
            new ProcessingOptions(1_500, 20, Depth.EMBEDDINGS, "OPENAI", false, false, true);

    final FakeSource source = new FakeSource();
    final Witness witness = new Witness();
    final Tenant tenant;
    final ConnectionId connection;
    int vectorLength = 8;

    private final MovableClock clock = new MovableClock();
    private final Node.World world;
    private final Iterator<Integer> lives;
    /// Knows what is due, and never dies.
    private final Node onlooker;

    private Node node;
    private int deaths;
    private @Nullable Tenant neighbour;

    /// `lives` says at which boundary each process dies; the one after the last is endless.
    Story(TestDatabase database, LuceneIndex index, List<Integer> lives) {
        // What waits does so past the end of the story.
        clock.pass(Duration.between(clock.instant(), Instant.now().plus(Duration.ofHours(1))));
        world = new Node.World(database, index, source, clock, () -> vectorLength, witness);
        TestLibrary library = new TestLibrary(database);
        tenant = library.tenant();
        connection = library.connection(tenant);
        this.lives = lives.iterator();
        onlooker = new Node(world, new Life(Life.ENDLESS));
        node = next();
        options(WITH_FILES, true);
    }

    int deaths() {
        return deaths;
    }

    /// The boundaries of the process that lives now.
    List<String> boundaries() {
        return node.life.boundaries();
    }

    Held held() {
        Held ours = Held.of(world.database(), world.index(), tenant, witness);
        return neighbour == null ? ours : ours.and(Held.of(world.database(), world.index(), neighbour, witness));
    }

    /// On which terms items become documents, and whether they do by themselves.
    void options(ProcessingOptions options, boolean all) {
        onlooker.works.connections.options(
                tenant, connection, new SyncOptions(options, Tags.NONE, Tags.NONE, true, all, null));
    }

    void list(SyncRun.Cause cause) {
        request(now -> now.works.sync.listAgain(tenant, connection, cause));
    }

    void check() {
        request(now -> now.works
                .library
                .transactions()
                .run(tenant, () -> now.works.sync.check(now.works.connections.get(tenant, connection))));
    }

    void select(String... ids) {
        Sync.Selection selection = new Sync.Selection(List.of(ids), WITH_FILES, Tags.NONE, null);
        request(now -> now.works.sync.select(tenant, connection, selection));
    }

    void resync(String externalId) {
        DocumentId id = document(externalId);
        request(now -> now.works.sync.resync(tenant, id, WITH_FILES, false));
    }

    /// Lets the removals happen that the latest run held.
    void release() {
        SyncRun latest = runs().getFirst();
        request(now -> now.works.sync.release(tenant, latest.id()));
    }

    /// Has waiting runs go on now.
    void letTimePass() {
        in("UPDATE sync_run SET retry_at = NULL WHERE finished_at IS NULL");
        in("UPDATE job_prompt SET execution_time = clock_timestamp() WHERE task_instance LIKE '" + tenant + ":%'");
        until(() -> true, now -> {});
    }

    /// Another customer of the organization connects the same source, and has everything now. Nothing dies meanwhile.
    void neighbour() {
        TestLibrary library = onlooker.works.library;
        Tenant other = library.neighbour(tenant);
        ConnectionId theirs = library.connection(other);
        source.beforeEachCall(() -> {});
        onlooker.works.connections.options(
                other, theirs, new SyncOptions(WITH_FILES, Tags.NONE, Tags.NONE, true, true, null));
        onlooker.works.sync.listAgain(other, theirs, SyncRun.Cause.CONNECT);
        onlooker.works.work(other, theirs);
        onlooker.follow(other);
        node.connect(source);
        neighbour = other;
    }

    /// Nothing is left of the customer, nor of its index.
    void requireErased() {
        assertThat(TestTenants.rows(world.database(), tenant))
                .as("rows of the deleted customer")
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isZero());
        assertThat(onlooker.erasing.deletions().unfinished(tenant)).isFalse();
        assertThat(world.index().durable(tenant)).isEmpty();
    }

    /// Connected again after it was disconnected.
    void authorized() {
        in("UPDATE connection SET revoked = false");
    }

    DocumentId document(String externalId) {
        return held(externalId).orElseThrow();
    }

    /// The document of an item, if there is one.
    Optional<DocumentId> held(String externalId) {
        return onlooker
                .works
                .library
                .documents
                .list(
                        tenant,
                        DocumentFilter.ofExternalIds(connection, List.of(externalId)),
                        DocumentOrder.BY_ID,
                        Page.first(1))
                .stream()
                .map(Document::id)
                .findFirst();
    }

    /// Asks for something that becomes a run, and has it done.
    void request(Consumer<Node> what) {
        int before = runs().size();
        until(() -> runs().size() > before, what);
    }

    /// Asks for something that may be asked twice, and has done what follows.
    void order(Consumer<Node> what) {
        until(() -> false, what);
    }

    private void until(BooleanSupplier writtenDown, Consumer<Node> what) {
        boolean asked = false;
        boolean started = deaths == 0;
        while (true) {
            try {
                if (!started) {
                    node.start(tenant);
                    started = true;
                }
                if (!asked) {
                    what.accept(node);
                    asked = true;
                }
                work();
                return;
            } catch (RuntimeException | Life.Killed e) {
                if (!killed(e)) {
                    throw e;
                }
                bury();
                asked = asked || writtenDown.getAsBoolean();
                started = false;
            }
        }
    }

    /// Everything that is due, as the schedulers and the follower do it.
    private void work() {
        node.follow(tenant);
        for (Optional<Due> due = due(); due.isPresent(); due = due()) {
            work(due.get());
            node.follow(tenant);
        }
    }

    private void work(Due due) {
        if (!onlooker.pending(due.name(), due.instance())) {
            // Woken once too often: whether that happens is a matter of chance.
            forget(due);
            return;
        }
        switch (node.run(due.name(), due.instance())) {
            case JobHandler.Outcome.Done _ -> {
                forget(due);
                if (node.pending(due.name(), due.instance())) {
                    node.wake(due.name(), due.instance());
                }
            }
            case JobHandler.Outcome.AtOnce _ -> postpone(due, Duration.ZERO);
            case JobHandler.Outcome.Again again -> postpone(due, again.delay());
        }
    }

    private record Due(String table, String name, String instance) {}

    private Optional<Due> due() {
        return Stream.of("job_prompt", "job_bulk")
                .flatMap(table -> world
                        .database()
                        .jdbc()
                        .sql("""
                                SELECT task_name, task_instance FROM %s
                                WHERE (task_instance = ? OR task_instance LIKE ? || ':%%')
                                  AND execution_time <= clock_timestamp()
                                ORDER BY task_name, task_instance
                                """.formatted(table))
                        .params(tenant.toString(), tenant.toString())
                        .query((row, number) -> new Due(table, row.getString(1), row.getString(2)))
                        .list()
                        .stream())
                .findFirst();
    }

    private void forget(Due due) {
        world.database()
                .jdbc()
                .sql("DELETE FROM " + due.table() + " WHERE task_name = ? AND task_instance = ?")
                .params(due.name(), due.instance())
                .update();
    }

    private void postpone(Due due, Duration delay) {
        world.database()
                .jdbc()
                .sql("UPDATE " + due.table()
                        + " SET execution_time = clock_timestamp() + make_interval(secs => ?)"
                        + " WHERE task_name = ? AND task_instance = ?")
                .params(delay.toMillis() / 1000.0, due.name(), due.instance())
                .update();
    }

    private static boolean killed(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(Life.Killed.class::isInstance);
    }

    private void bury() {
        deaths++;
        node.life.end();
        witness.died(kept());
        TestLucene.crash(world.index(), tenant);
        node = next();
    }

    private Node next() {
        Node next = new Node(world, new Life(lives.hasNext() ? lives.next() : Life.ENDLESS));
        next.connect(source);
        return next;
    }

    private Set<String> kept() {
        return new HashSet<>(world.database()
                .transactions()
                .in(
                        new Scope.Organization(tenant.organization()),
                        () -> world.database()
                                .jdbc()
                                .sql("SELECT embedder || ' ' || encode(text_hash, 'hex') FROM library_embedding"
                                        + " WHERE organization_id = ?")
                                .param(tenant.organization().value())
                                .query(String.class)
                                .list()));
    }

    private List<SyncRun> runs() {
        return onlooker.works.runs.list(tenant, connection, Page.first(100));
    }

    private void in(String sql) {
        world.database()
                .transactions()
                .run(tenant, () -> world.database().jdbc().sql(sql).update());
    }
}
