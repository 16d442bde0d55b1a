package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// A kill at any commit and at any call, then a restart, ends in the state of an undisturbed run. The story: a first
/// sync of eight items; then one is new, one changed, one unpublished, one republished while its body is fetched and
/// one unpublished then; a second sync. At last the end user comes back with other
/// options, and what is there is processed anew on them.
class CrashIT {
    private static final int NEVER = Integer.MAX_VALUE;
    /// Every so manieth place in the default suite.
    private static final int STRIDE = 9;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void a_kill_at_some_places_changes_nothing_in_the_end() {
        killsAt(STRIDE);
    }

    @Test
    @Tag("slow")
    void a_kill_at_any_place_changes_nothing_in_the_end() {
        killsAt(1);
    }

    private static void killsAt(int stride) {
        Story undisturbed = new Story();
        undisturbed.tell(new Kill(NEVER, false, NEVER));
        int commits = undisturbed.commits;
        int calls = undisturbed.source.calls();
        Map<String, List<String>> expected = undisturbed.state();
        assertThat(expected.get("documents")).hasSize(11);

        Stream<Kill> before = places(commits, stride).mapToObj(at -> new Kill(at, false, NEVER));
        Stream<Kill> after = places(commits, stride).mapToObj(at -> new Kill(at, true, NEVER));
        Stream<Kill> calling = IntStream.rangeClosed(1, calls).mapToObj(at -> new Kill(NEVER, false, at));
        Stream.of(before, after, calling).flatMap(kills -> kills).forEach(kill -> {
            Story story = new Story();
            story.tell(kill);
            assertThat(story.deaths).as("%s", kill).isEqualTo(1);
            assertThat(story.state()).as("after %s", kill).isEqualTo(expected);
        });
    }

    private static IntStream places(int last, int stride) {
        return IntStream.iterate(1 + (stride > 1 ? last % stride : 0), at -> at <= last, at -> at + stride);
    }

    /// Where the process dies: at a commit, before or after it took effect, or at a call of the source.
    private record Kill(int commit, boolean committed, int call) {}

    /// A process over the database: built anew after each death.
    private static final class Node {
        final FaultyTransactions faults;
        final SyncWorks works;

        Node(Kill kill, FakeSource source) {
            faults = new FaultyTransactions(
                    new JdbcTransactionManager(database.dataSource()), kill.commit(), kill.committed());
            Transactions transactions = new Transactions(faults, database.jdbc());
            works = new SyncWorks(
                    new TestLibrary(database.jdbc(), transactions),
                    TestConnections.over(database.jdbc(), transactions),
                    TestJobs.over(database),
                    source,
                    new CountingEmbedder());
        }
    }

    private static final class Story {
        final FakeSource source = new FakeSource();
        final Tenant tenant;
        final ConnectionId connection;
        int deaths;
        int commits;

        Story() {
            TestLibrary library = new TestLibrary(database);
            tenant = library.tenant();
            connection = library.connection(tenant);
            options(SyncStage.WITH_FILES);
        }

        private void options(ProcessingOptions processing) {
            TestConnections.over(database)
                    .options(tenant, connection, new SyncOptions(processing, Tags.NONE, Tags.NONE, true, true, null));
        }

        void tell(Kill kill) {
            Node node = new Node(kill, source);
            source.beforeCall(kill.call(), () -> {
                throw new FaultyTransactions.Killed("in a call");
            });
            IntStream.range(0, 8).forEach(i -> source.publish("a" + i, "<h1>A</h1><p>body of a" + i + "</p>"));
            source.attach("f1", "plan.txt", "the plan", "a0", "a1");
            source.attach("f2", "list.csv", "a,b\n1,2", "a1");
            source.attach("f3", "film.mp4", "moving", "a5");
            source.attach("f4", "gone.txt", "not for long", "a2");
            source.attach("f5", "brief.txt", "shorter still", "a6");
            node = chapter(node, SyncRun.Cause.ITEMS_SYNC);
            source.attach("f1", "plan.txt", "another plan", "a0", "a1");
            source.attach("f2", "list 2.csv", "a,b\n1,2", "a1");
            source.detach("f5");
            source.publish("b", "new");
            source.publish("a1", "changed");
            source.publish("a3", "changed");
            source.publish("a4", "changed");
            source.unpublish("a2");
            source.beforeFetchOf("a3", () -> {
                source.publish("a3", "changed twice");
                source.unpublish("a4");
            });
            node = chapter(node, SyncRun.Cause.ITEMS_SYNC);
            options(new ProcessingOptions(300, 10, ProcessingOptions.Depth.EMBEDDINGS, "OPENAI", true, false, true));
            node = chapter(node, SyncRun.Cause.SYNC_URL);
            commits = node.faults.commits();
        }

        /// Asks for a sync until the request is written down, and has it done, whatever happens on the way.
        private Node chapter(Node first, SyncRun.Cause cause) {
            Node node = first;
            boolean asked = false;
            while (true) {
                Node now = node;
                boolean askedNow = asked;
                int runs = runs();
                try {
                    if (!askedNow) {
                        now.works.sync.listAgain(tenant, connection, cause);
                    }
                    now.works.work(tenant, connection);
                    return now;
                } catch (RuntimeException | FaultyTransactions.Killed e) {
                    if (!killed(e)) {
                        throw e;
                    }
                    deaths++;
                    asked = askedNow || runs() > runs;
                    now.faults.die();
                    node = new Node(new Kill(NEVER, false, NEVER), source);
                }
            }
        }

        private static boolean killed(Throwable failure) {
            return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                    .anyMatch(FaultyTransactions.Killed.class::isInstance);
        }

        private int runs() {
            return new SyncRuns(database.transactions(), database.jdbc(), event -> {})
                    .list(tenant, connection, Page.first(100))
                    .size();
        }

        /// Everything that must be the same in the end. Ids, positions and times may differ.
        Map<String, List<String>> state() {
            return Map.of(
                    "documents",
                    rows("""
                            SELECT concat_ws('|', external_id, name, status, coalesce(awaits, '-'), fingerprint, stamp,
                                             num_chunks, num_windows, num_tokens, chunk_size, prepend_name, file_size, removal_held, attempts, error)
                            FROM library_document WHERE deleted_at IS NULL ORDER BY 1"""),
                    "tombstones",
                    rows("""
                            SELECT concat_ws('|', external_id, deleted_reason, coalesce(awaits, '-'))
                            FROM library_document WHERE deleted_at IS NOT NULL ORDER BY 1"""),
                    "contents",
                    rows("""
                            SELECT concat_ws('|', d.external_id, d.deleted_at IS NULL, b.html, b.parsed)
                            FROM library_body b JOIN library_document d ON d.id = b.document_id ORDER BY 1"""),
                    "windows",
                    rows("""
                            SELECT concat_ws('|', d.external_id, d.deleted_at IS NULL, c.ordinal, c.content, w.ordinal,
                                             w.text_hash, e.vector)
                            FROM library_chunk c JOIN library_document d ON d.id = c.document_id
                            LEFT JOIN library_window w ON w.document_id = c.document_id AND w.chunk = c.ordinal
                            LEFT JOIN library_embedding e ON e.organization_id = w.organization_id
                                                          AND e.embedder = d.embedder AND e.text_hash = w.text_hash
                            ORDER BY 1"""),
                    "files",
                    rows("""
                            SELECT concat_ws('|', d.external_id, f.version_id, f.content)
                            FROM library_file f JOIN library_document d ON d.id = f.document_id ORDER BY 1"""),
                    "items",
                    rows("SELECT concat_ws('|', external_id, name, revision_id, stamp) FROM library_item ORDER BY 1"),
                    "connection",
                    rows("SELECT concat_ws('|', sync_status, last_sync_action, sync_error) FROM connection"),
                    "unfinished runs",
                    rows("SELECT status FROM sync_run WHERE status <> 'COMPLETED'"));
        }

        private List<String> rows(String sql) {
            return database.transactions()
                    .in(
                            tenant,
                            () -> database.jdbc().sql(sql).query(String.class).list());
        }
    }
}
