package dev.allotrope.sync;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.TestConnections;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A connection to a [FakeSource] with everything that syncs it.
public final class SyncStage {
    static final ProcessingOptions WITH_FILES =
            new ProcessingOptions(1_500, 20, ProcessingOptions.Depth.EMBEDDINGS, "OPENAI", false, false, true);

    public final TestDatabase database;
    public final TestLibrary library;
    public final Tenant tenant;
    public final FakeSource source = new FakeSource();
    public final CountingEmbedder embedder = new CountingEmbedder();
    public final SyncRuns runs;
    public final Sync sync;
    private final SyncWorks works;
    private final ConnectionId connection;
    private final Connections connections;

    public SyncStage(TestDatabase database) {
        this(database, InstantSource.system());
    }

    public SyncStage(TestDatabase database, InstantSource clock) {
        this.database = database;
        library = new TestLibrary(database);
        tenant = library.tenant();
        connection = library.connection(tenant);
        connections = TestConnections.over(database);
        works = new SyncWorks(
                library, connections, TestJobs.over(database), new SyncWorks.Outside(source, source, embedder, clock));
        runs = works.runs;
        sync = works.sync;
        mode(true);
    }

    public SyncWorks works() {
        return works;
    }

    /// Whether listed items become documents by themselves.
    public void mode(boolean all) {
        options(ProcessingOptions.DEFAULT, all);
    }

    public Connections connections() {
        return connections;
    }

    /// Takes what is English alone.
    void englishOnly() {
        SourceScope scope = new SourceScope(List.of("en_US"), List.of(), List.of(), List.of(), List.of());
        connections.configure(tenant, connection, _ -> new SourceSettings(scope, List.of(), null, null));
    }

    /// Whether files that hang on documents are wanted.
    public void files(boolean wanted) {
        terms(wanted ? WITH_FILES : ProcessingOptions.DEFAULT);
    }

    /// On which terms listed items become documents.
    void terms(ProcessingOptions options) {
        options(options, true);
    }

    private void options(ProcessingOptions options, boolean all) {
        connections.options(tenant, connection, new SyncOptions(options, Tags.NONE, Tags.NONE, true, all, null));
    }

    public void publish(int count) {
        for (int i = 0; i < count; i++) {
            source.publish("a" + i, "body of a" + i);
        }
    }

    public SyncRun listAgain(SyncRun.Cause cause) {
        SyncRun run = sync.listAgain(tenant, connection, cause);
        work();
        return runs.find(tenant, run.id()).orElseThrow();
    }

    /// Has the connection watched from now on.
    public void watch(Duration every) {
        database.transactions().run(tenant, () -> works.watches.plan(tenant, connection, every, Instant.now()));
    }

    /// Asks whether anything moved, and does what follows. Answers the check, whatever it turned out to be.
    public SyncRun check() {
        database.transactions().run(tenant, () -> sync.check(connection()));
        SyncRun started = latest();
        work();
        return runs.find(tenant, started.id()).orElseThrow();
    }

    /// The modes of the runs there were, the oldest first.
    public List<SyncRun.Mode> modes() {
        return runs.list(tenant, connection, Page.first(100)).reversed().stream()
                .map(SyncRun::mode)
                .toList();
    }

    public SyncRun select(String... externalIds) {
        return select(ProcessingOptions.DEFAULT, externalIds);
    }

    SyncRun select(ProcessingOptions options, String... externalIds) {
        Sync.Selection selection = new Sync.Selection(List.of(externalIds), options, Tags.NONE, null);
        SyncRun run = sync.select(tenant, connection, selection);
        work();
        return runs.find(tenant, run.id()).orElseThrow();
    }

    public void resync(String externalId) {
        Document document = document(externalId);
        sync.resync(tenant, document.id(), document.options(), false);
        work();
    }

    /// Does everything that is due now: runs, processing, indexing.
    public void work() {
        works.work(tenant, connection);
    }

    /// What was published about runs, of a kind.
    <T extends SyncNews> List<T> told(Class<T> kind) {
        return works.published.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Runs look as a server wrote them that knew neither attachments nor articles out of scope.
    void storedByAnOlderServer() {
        inTenant("UPDATE sync_run SET request = request #- '{options,attachments}', counts = counts - 'outOfScope'");
    }

    /// Lets waiting runs go on.
    public void letTimePass() {
        inTenant("UPDATE sync_run SET retry_at = NULL WHERE finished_at IS NULL");
        work();
    }

    public void stealRun() {
        inTenant("UPDATE sync_run SET epoch = epoch + 1 WHERE finished_at IS NULL");
    }

    public void revoke() {
        inTenant("UPDATE connection SET revoked = true");
    }

    /// The source's daily allowance, as known from an earlier answer.
    public void allowance(long calls) {
        inTenant("""
                INSERT INTO sync_call (remote_organization_id, hour, organization_id, customer_id, calls, allowed)
                SELECT remote_organization_id, date_trunc('hour', clock_timestamp()), organization_id, customer_id, 0, %d
                FROM connection
                ON CONFLICT (remote_organization_id, customer_id, hour) DO UPDATE SET allowed = excluded.allowed, calls = 0
                """.formatted(calls));
        database.transactions()
                .run(
                        dev.allotrope.tenant.Scope.SYSTEM,
                        () -> database.jdbc()
                                .sql("UPDATE connection SET remote_organization_id = '00D' || customer_id")
                                .update());
        database.transactions()
                .run(
                        dev.allotrope.tenant.Scope.SYSTEM,
                        () -> database.jdbc()
                                .sql("UPDATE sync_call SET remote_organization_id = '00D' || customer_id")
                                .update());
    }

    /// Connects to a remote organization that others may be connected to.
    public void ofOrganization(String id) {
        inTenant("UPDATE connection SET remote_organization_id = '" + id + "'");
    }

    /// The daily allowance of our organization, as an answer told it to us; calls counted before stay.
    public void allowed(long calls) {
        inTenant("""
                INSERT INTO sync_call (remote_organization_id, hour, organization_id, customer_id, calls, allowed)
                SELECT remote_organization_id, date_trunc('hour', clock_timestamp()), organization_id, customer_id, 0, %d
                FROM connection""".formatted(calls));
    }

    public Connection connection() {
        return connections.get(tenant, connection);
    }

    public SyncRun latest() {
        return runs.list(tenant, connection, Page.first(1)).getFirst();
    }

    public List<Document> documents() {
        return library.documents.list(tenant, DocumentFilter.ALL, DocumentOrder.BY_ID, Page.first(1000));
    }

    public Document document(String externalId) {
        return library.only(tenant, connection, externalId);
    }

    public List<String> ready() {
        return documents().stream()
                .filter(document -> document.status() == DocumentStatus.READY)
                .map(Document::externalId)
                .sorted()
                .toList();
    }

    public TestLibrary library() {
        return library;
    }

    public String text(String externalId) {
        return library.contents.text(tenant, document(externalId).id()).orElseThrow();
    }

    private void inTenant(String sql) {
        database.transactions().run(tenant, () -> database.jdbc().sql(sql).update());
    }
}
