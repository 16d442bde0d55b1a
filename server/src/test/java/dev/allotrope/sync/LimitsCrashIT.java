package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Contents.Body;
import dev.allotrope.library.Processed;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.settings.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Limits are kept whoever writes at once and wherever a process dies, and what they hold back comes when there is
/// room. Each text has ten characters.
class LimitsCrashIT {
    private static final String TEN = "0123456789";
    private static final long FILES = 6;
    private static final long CHARACTERS = 35;
    /// Every so manieth commit in the default suite.
    private static final int STRIDE = 23;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource(
            value = Limit.class,
            names = {"CHARACTERS", "CHARACTERS_PER_UPLOAD"})
    void writers_that_store_at_once_do_not_exceed_a_limit_together(Limit limit) throws Exception {
        SyncStage stage = new SyncStage(database);
        IntStream.range(0, 20).forEach(each -> stage.source.publish("a" + each, TEN));
        stage.library.limit(stage.tenant, limit, 75L);
        stage.sync.listAgain(stage.tenant, stage.connection().id(), SyncRun.Cause.CONNECT);
        stage.works().list(stage.tenant, stage.connection().id());
        List<Body> bodies = stage.library.contents.waiting(stage.tenant, 100);

        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            database.transactions().run(stage.tenant, () -> {
                stage.library.settings.limitsForAdding(stage.tenant);
                IntStream.range(0, 4)
                        .forEach(each ->
                                done.add(threads.submit(() -> store(stage, bodies.subList(5 * each, 5 * each + 5)))));
                Await.until(Duration.ofSeconds(20), () -> waiting() == 4);
            });
        }
        for (Future<?> each : done) {
            each.get();
        }

        assertThat(bodies).hasSize(20);
        assertThat(number(stage.tenant, "SELECT sum(characters) FROM library_document"))
                .isEqualTo(70);
        assertThat(number(stage.tenant, "SELECT count(*) FROM library_document WHERE withheld_by IS NOT NULL"))
                .isEqualTo(13);
    }

    private static void store(SyncStage stage, List<Body> bodies) {
        bodies.forEach(body ->
                stage.library.contents.store(stage.tenant, body, new Processed(TEN, 3, List.of(), null, Map.of())));
    }

    private static long waiting() {
        return database.jdbc()
                .sql("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
                .query(Long.class)
                .single();
    }

    @Test
    void a_kill_at_some_commits_exceeds_no_limit_and_loses_nothing_held_back() {
        killsAt(STRIDE);
    }

    @Test
    @Tag("slow")
    void a_kill_at_any_commit_exceeds_no_limit_and_loses_nothing_held_back() {
        killsAt(1);
    }

    private static void killsAt(int stride) {
        Story undisturbed = new Story();
        undisturbed.tell(Integer.MAX_VALUE, false);
        assertThat(undisturbed.deaths).isZero();

        IntStream.iterate(1, at -> at <= undisturbed.commits, at -> at + stride)
                .boxed()
                .flatMap(at -> Stream.of(true, false)
                        .filter(committed -> stride == 1 || committed == (at % 2 == 0))
                        .map(committed -> Map.entry(at, committed)))
                .forEach(kill -> {
                    Story story = new Story();
                    story.tell(kill.getKey(), kill.getValue());
                    // Documents are read ahead, so one telling may have a few commits less than another.
                    int expected = story.deaths == 0 && story.commits < kill.getKey() ? 0 : 1;
                    assertThat(story.deaths).as("%s", kill).isEqualTo(expected);
                });
    }

    /// Four articles with two files each come to a customer who may have six files of 35 characters in all; then more
    /// is allowed, and at last everything.
    private static final class Story {
        final FakeSource source = new FakeSource();
        final TestLibrary library = new TestLibrary(database);
        final Tenant tenant = library.tenant();
        final ConnectionId connection = library.connection(tenant);
        FaultyTransactions faults = new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), 0, false);
        SyncWorks works = node(Integer.MAX_VALUE, false);
        int deaths;
        int commits;

        void tell(int dieAt, boolean committed) {
            TestConnections.over(database)
                    .options(
                            tenant,
                            connection,
                            new SyncOptions(SyncStage.WITH_FILES, Tags.NONE, Tags.NONE, true, true, null));
            IntStream.range(0, 4).forEach(each -> source.publish("a" + each, TEN));
            source.attach("f1", "one.txt", TEN, "a0", "a1", "a2", "a3");
            source.attach("f2", "two.txt", TEN, "a0", "a1", "a2", "a3");
            library.limit(tenant, Limit.DOCUMENTS, FILES);
            library.limit(tenant, Limit.CHARACTERS, CHARACTERS);
            works = node(dieAt, committed);

            chapter();
            assertThat(documents()).isEqualTo(FILES);
            assertThat(characters()).isEqualTo(30);
            library.limit(tenant, Limit.DOCUMENTS, FILES + 2);
            library.limit(tenant, Limit.CHARACTERS, CHARACTERS + 20);
            chapter();
            assertThat(documents()).isEqualTo(FILES + 2);
            assertThat(characters()).isEqualTo(50);
            library.limit(tenant, Limit.DOCUMENTS, null);
            library.limit(tenant, Limit.CHARACTERS, null);
            chapter();
            commits = faults.commits();
            assertThat(documents()).isEqualTo(12);
            assertThat(number(tenant, "SELECT count(*) FROM library_document WHERE status = 'READY'"))
                    .isEqualTo(12);
            assertThat(number(tenant, "SELECT count(*) FROM library_item WHERE withheld_by IS NOT NULL"))
                    .isZero();
            assertThat(number(tenant, "SELECT count(*) FROM library_document WHERE files_withheld <> '{}'"))
                    .isZero();
        }

        private SyncWorks node(int dieAt, boolean committed) {
            faults = new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), dieAt, committed);
            Transactions transactions = new Transactions(faults, database.jdbc());
            return new SyncWorks(
                    new TestLibrary(database.jdbc(), transactions),
                    TestConnections.over(database.jdbc(), transactions),
                    TestJobs.over(database),
                    source,
                    new CountingEmbedder());
        }

        /// A sync that is asked for until the request is written down, whatever happens on the way.
        private void chapter() {
            long before = runs();
            while (true) {
                try {
                    if (runs() == before) {
                        works.sync.listAgain(tenant, connection, SyncRun.Cause.ITEMS_SYNC);
                    }
                    works.work(tenant, connection);
                    return;
                } catch (RuntimeException | FaultyTransactions.Killed e) {
                    if (!faults.dead()) {
                        throw e;
                    }
                    deaths++;
                    works = node(Integer.MAX_VALUE, false);
                }
            }
        }

        private long runs() {
            return new SyncRuns(database.transactions(), database.jdbc(), event -> {})
                    .list(tenant, connection, Page.first(100))
                    .size();
        }

        private long documents() {
            return number(tenant, "SELECT count(*) FROM library_document WHERE deleted_at IS NULL");
        }

        private long characters() {
            return number(tenant, "SELECT sum(characters) FROM library_document WHERE deleted_at IS NULL");
        }
    }

    private static long number(Tenant tenant, String sql) {
        return database.transactions()
                .in(tenant, () -> database.jdbc().sql(sql).query(Long.class).single());
    }
}
