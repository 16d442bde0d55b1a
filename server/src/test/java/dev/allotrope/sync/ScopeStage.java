package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SimulatedAccount;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.salesforce.TestSalesforce;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection to a simulated org, set up and synced by hand with the real source, authorization, parser and chunker.
final class ScopeStage {
    static final String ROUTER = "Router manual";

    final SalesforceSimulator org;
    final CountingEmbedder embedder = new CountingEmbedder();
    final SimulatedAccount account;
    final SyncWorks works;
    private final TestDatabase database;

    ScopeStage(TestDatabase database, SalesforceSimulator org) {
        this(database, org, new SilentAuditor());
    }

    /// The auditor has descriptions of its own, which cost it calls of its own.
    ScopeStage(TestDatabase database, SalesforceSimulator org, Auditor auditor) {
        this.database = database;
        this.org = org;
        account = SyncedOrg.account(database, org);
        works = new SyncWorks(
                new TestLibrary(database),
                account.connections(),
                TestJobs.over(database),
                new SyncWorks.Outside(TestSalesforce.source(), auditor, embedder, InstantSource.system()));
    }

    SyncRun configure(SourceScope scope) {
        return configure(new SourceSettings(scope, List.of(), null, null));
    }

    /// Sets and lists again, as the server does by itself.
    SyncRun configure(SourceSettings settings) {
        account.connections().configure(account.tenant(), account.connection(), _ -> settings);
        return sync(SyncRun.Cause.SETTINGS);
    }

    /// Asks whether anything moved, as a watched connection is asked, and does what follows.
    void check() {
        database.transactions().run(account.tenant(), () -> {
            works.watches.plan(account.tenant(), account.connection(), Duration.ofMinutes(5), Instant.now());
            works.sync.check(account.connections().get(account.tenant(), account.connection()));
        });
        works.work(account.tenant(), account.connection());
        SyncRun latest = works.runs
                .list(account.tenant(), account.connection(), Page.first(1))
                .getFirst();
        assertThat(latest.status()).as("%s", latest.error()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    SyncRun sync(SyncRun.Cause cause) {
        SyncRun run = works.sync.listAgain(account.tenant(), account.connection(), cause);
        works.work(account.tenant(), account.connection());
        return works.runs.find(account.tenant(), run.id()).orElseThrow();
    }

    void publish(String title, @Nullable String type, Set<Channel> channels, String status, String... path) {
        List<CategorySelection> categories = path.length == 0 ? List.of() : List.of(selection(path));
        ArticleContent plain = ArticleContent.of(title, name(title), "<p>Body of " + title + ".</p>");
        org.publish(
                name(title), plain.withLabels(new ArticleContent.Labels(type, channels, categories, status, false)));
    }

    static CategorySelection selection(String... path) {
        return new CategorySelection("Products", List.of(path));
    }

    static String name(String title) {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    static SourceScope scope(
            List<String> languages,
            List<SourceScope.Channel> channels,
            List<String> recordTypes,
            List<String> statuses) {
        return new SourceScope(languages, channels, recordTypes, List.of(), statuses);
    }

    static SourceScope categories(Category... categories) {
        return new SourceScope(List.of(), List.of(), List.of(), List.of(categories), List.of());
    }

    static SourceSettings bodyFields(String... names) {
        return new SourceSettings(SourceScope.ALL, List.of(names), null, null);
    }

    List<Document> documents() {
        return works.library.documents.list(
                account.tenant(), DocumentFilter.ALL, DocumentOrder.BY_ID, Page.first(1000));
    }

    List<String> names() {
        return documents().stream().map(Document::name).toList();
    }

    Document only(String name) {
        return documents().stream()
                .filter(document -> document.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String text(String name) {
        return works.library.contents.text(account.tenant(), only(name).id()).orElseThrow();
    }

    @Nullable
    String error() {
        return account.connections().get(account.tenant(), account.connection()).syncError();
    }

    List<String> reasons() {
        return database.transactions()
                .in(
                        account.tenant(),
                        () -> database.jdbc()
                                .sql("SELECT deleted_reason FROM library_document WHERE deleted_at IS NOT NULL")
                                .query(String.class)
                                .list());
    }
}
