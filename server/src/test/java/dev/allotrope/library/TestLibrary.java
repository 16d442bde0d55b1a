package dev.allotrope.library;

import dev.allotrope.TestDatabase;
import dev.allotrope.chunk.Chunk;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.RunId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.attachment.TestAttachments;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.item.Items;
import dev.allotrope.library.item.TestItems;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.rebuild.Rebuilds;
import dev.allotrope.library.usage.TestUsage;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.source.Revision;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.TestSettings;
import dev.allotrope.tenant.Transactions;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.OrganizationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The stores of the library over a test database, with tenants and connections to fill them.
public final class TestLibrary {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final List<ApplicationEventPublisher> listeners = new CopyOnWriteArrayList<>();
    public final Heads heads;
    public final Documents documents;
    public final Embeddings embeddings;
    public final Contents contents;
    public final Uploads uploads;
    public final Reembeddings reembeddings;
    public final Rebuilds rebuilds;
    public final Chunks chunks;
    public final Feed feed;
    public final Items items;
    public final Intake intake;
    public final Usage usage;
    public final Settings settings;
    public final TestAttachments attachments;
    public final Allowance allowance;

    public TestLibrary(TestDatabase database) {
        this(database.jdbc(), database.transactions());
    }

    /// Over the same database with transactions of the test's own, such as some that fail.
    public TestLibrary(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        heads = new Heads(transactions, jdbc, this::tell);
        documents = new Documents(transactions, jdbc, heads, this::tell);
        embeddings = new Embeddings(transactions, jdbc);
        settings = TestSettings.over(jdbc, transactions, this::tell);
        allowance = new Allowance(settings, jdbc, SourceKind.SALESFORCE.name());
        contents = new Contents(transactions, jdbc, heads, embeddings, allowance, this::tell);
        chunks = new Chunks(transactions, jdbc);
        uploads = new Uploads(transactions, jdbc, heads, embeddings, allowance, this::tell);
        reembeddings = new Reembeddings(transactions, jdbc, heads, embeddings);
        rebuilds = new Rebuilds(transactions, jdbc);
        feed = new Feed(transactions, jdbc);
        items = TestItems.over(jdbc, transactions, allowance);
        intake = new Intake(transactions, jdbc, heads, allowance, this::tell);
        usage = TestUsage.over(jdbc, transactions, this::tell);
        attachments = new TestAttachments(transactions, jdbc, this::tell, allowance);
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public Transactions transactions() {
        return transactions;
    }

    /// Has somebody else hear what is published, inside the transaction too.
    public void listen(ApplicationEventPublisher listener) {
        listeners.add(listener);
    }

    /// What was published of a kind so far.
    public <T> List<T> published(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void tell(Object event) {
        events.add(event);
        listeners.forEach(listener -> listener.publishEvent(event));
    }

    /// How the library erases what it holds of a deleted customer.
    public Eraser eraser() {
        return new Eraser(Eraser.Stage.DOCUMENTS, new Erasure(transactions, jdbc)::erase);
    }

    /// Another customer of the same organization.
    public Tenant neighbour(Tenant tenant) {
        return transactions.in(
                Scope.SYSTEM,
                () -> Tenant.parse(tenant.organization() + ":"
                        + id("INSERT INTO customer (organization_id, external_id) VALUES (" + tenant.organization()
                                + ", 'neighbour') RETURNING id")));
    }

    /// A new customer of a new organization.
    public Tenant tenant() {
        return transactions.in(Scope.SYSTEM, () -> {
            long organization = id("INSERT INTO organization (name) VALUES ('Acme') RETURNING id");
            long customer = id("INSERT INTO customer (organization_id, external_id) VALUES (" + organization
                    + ", 'customer') RETURNING id");
            return Tenant.parse(organization + ":" + customer);
        });
    }

    /// A new connection of a tenant.
    public ConnectionId connection(Tenant tenant) {
        return transactions.in(
                Scope.SYSTEM, () -> new ConnectionId(id("""
                INSERT INTO connection (organization_id, customer_id, kind, label, domain, instance, remote_organization_id,
                    remote_user_id, sync_status, last_sync_action, last_synced_at, options)
                VALUES (%s, %s, 'SALESFORCE', 'ada@acme.test', 'acme.my.salesforce.com', 'https://acme.my.salesforce.com',
                    '00D', gen_random_uuid()::text, 'READY', 'ADD', clock_timestamp(), '{}') RETURNING id
                """.formatted(tenant.organization(), tenant.customer()))));
    }

    /// Limits a customer to so much; null inherits again.
    public void limit(Tenant tenant, Limit limit, @Nullable Long most) {
        settings.change(tenant, before -> before.with(before.preferences().withLimit(limit, most)));
    }

    /// Limits the customers of an organization who have no limit of their own.
    public void limitAll(Tenant tenant, Limit limit, @Nullable Long most) {
        settings.change(
                tenant.organization(),
                before -> before.with(before.preferences().withLimit(limit, most)));
    }

    /// Has the customers' organization want these formats only, of the source's kind or under another name.
    public void formats(Tenant tenant, String kind, String... formats) {
        settings.change(
                tenant.organization(),
                before -> before.with(kind, new OrganizationSettings.Source(List.of(formats), null)));
    }

    /// A run's id that nothing else uses.
    public RunId run() {
        return new RunId(transactions.in(Scope.SYSTEM, () -> id("SELECT nextval('library_item_id_seq')")));
    }

    /// Lists items and makes waiting documents of them.
    public void admit(Tenant tenant, ConnectionId connection, Item... listed) {
        RunId run = run();
        transactions.run(tenant, () -> {
            items.record(tenant, connection, run, List.of(listed));
            intake.admit(tenant, connection, admission(run), ids(listed));
            intake.requeue(tenant, connection, run, Intake.Requeued.QUEUED, ids(listed));
        });
    }

    /// Stores a fetched body for a waiting document; returns whether it has to be processed.
    public boolean fetched(Tenant tenant, ConnectionId connection, Item item, String html) {
        return transactions.in(
                tenant,
                () -> intake.fetched(
                        tenant, connection, new Fetched.Content(item.ref(), item, Fingerprint.of(html), html)));
    }

    /// Takes an English document through listing, fetching and processing to one chunk without vectors.
    public void stored(Tenant tenant, ConnectionId connection, String externalId, String text) {
        Item item = item(externalId, 1);
        admit(tenant, connection, item);
        fetched(tenant, connection, item, text);
        Contents.Body body = contents.waiting(tenant, 1).getFirst();
        Chunk chunk = new Chunk(0, 0, text.length(), text, 5, List.of(), List.of());
        contents.store(tenant, body, new Processed(text, 5, List.of(chunk), null, Map.of()));
    }

    /// Moves the head of a tenant, with no document of its own.
    public void advanced(Tenant tenant) {
        transactions.run(tenant, () -> heads.advance(tenant, List.of()));
    }

    public Document only(Tenant tenant, ConnectionId connection, String externalId) {
        return documents
                .list(
                        tenant,
                        DocumentFilter.ofExternalIds(connection, List.of(externalId)),
                        DocumentOrder.BY_ID,
                        dev.allotrope.kernel.Page.first(2))
                .getFirst();
    }

    public static Intake.Admission admission(RunId run) {
        return new Intake.Admission(
                run, ProcessingOptions.DEFAULT, Tags.of(Map.of("team", "blue")), null, "upload", Intake.Occasion.ASKED);
    }

    /// An English item at a version.
    public static Item item(String externalId, int version) {
        Instant published = Instant.parse("2026-11-01T10:00:00Z").plusSeconds(version);
        return new Item(
                externalId,
                "Title of " + externalId,
                new Revision("ka" + externalId + version, version, published),
                "stamp-" + version,
                Instant.parse("2026-10-01T10:00:00Z"),
                published,
                "en_US",
                "https://acme.lightning.force.com/articles/" + externalId,
                Tags.of(Map.of("salesforce_language", "en_US")),
                Tags.of(Map.of("article_number", "000001")));
    }

    private static List<String> ids(Item... listed) {
        return java.util.Arrays.stream(listed).map(Item::externalId).toList();
    }

    private long id(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
