package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.MovableClock;
import dev.allotrope.connect.SimulatedAccount;
import dev.allotrope.kernel.Page;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.sync.watch.Watch;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks of a simulated org with the real source: what they cost, and that nothing is lost whatever its clocks say.
class WatchedSalesforceIT {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final int PAGE = 2_000;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private final MovableClock clock = new MovableClock();
    private SalesforceSimulator org;
    private SimulatedAccount account;
    private SyncWorks works;

    @BeforeEach
    void watched() {
        org = salesforce.simulator();
        SyncedOrg synced = SyncedOrg.of(database, org, clock);
        account = synced.account();
        works = synced.works();
        database.transactions()
                .run(
                        account.tenant(),
                        () -> works.watches.plan(account.tenant(), account.connection(), EVERY, clock.instant()));
        org.ledger().clear();
    }

    @Test
    void ten_thousand_articles_cost_few_calls() {
        org.generate(10_000, 1);
        org.clock().advance(Duration.ofHours(1));
        org.publish("newest", ArticleContent.of("Newest", "newest", "<p>Newest</p>"));
        int published = org.published().size();

        long first = calls(() -> listAgain(SyncRun.Cause.CONNECT));
        assertThat(held()).hasSize(published).isEqualTo(publishedNow());
        long full = calls(() -> listAgain(SyncRun.Cause.ITEMS_SYNC));
        long idle = calls(this::check);
        org.published().stream().limit(100).toList().forEach(this::rewrite);
        long delta = calls(this::check);

        System.out.printf(
                "%d articles: first sync %d calls, key reconciliation %d, idle check %d, 100 changed %d%n",
                published, first, full, idle, delta);
        assertThat(latest().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(latest().counts().fetched()).isEqualTo(100);
        assertThat(held()).isEqualTo(publishedNow());
        assertThat(first).as("first sync").isLessThanOrEqualTo(25);
        assertThat(full).as("key reconciliation").isLessThanOrEqualTo(Math.ceilDiv(published, PAGE) + 3);
        assertThat(idle).as("idle check").isEqualTo(1);
        assertThat(delta).as("100 changed articles").isLessThanOrEqualTo(4);
        assertThat(calls(this::check)).as("idle check").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_publish_is_seen_by_the_next_check_whether_or_not_it_moves_the_modification_stamp(boolean moves) {
        org.switches().set(Switch.PUBLISH_MOVES_MODSTAMP, moves);
        org.clock().freeze();
        org.generate(20, 1);
        check();
        pass(Duration.ofMinutes(3));

        rewrite(org.published().getFirst());
        check();

        assertThat(latest().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(held()).isEqualTo(publishedNow());
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_QUERY_LOCATOR", "UNKNOWN_EXCEPTION"})
    void nothing_is_lost_when_more_articles_share_a_time_than_fit_on_pages(Fault fault) {
        org.clock().freeze();
        org.generate(10, 1);
        check();
        pass(Duration.ofMinutes(1));
        org.switches().maxPageRows(60).set(Switch.ODD_PAGES, true);
        org.generate(300, 2);
        org.faults().plan(new Faults.Plan(fault, Set.of(CallKind.QUERY_MORE), 0, 3, Duration.ZERO));

        check();

        assertThat(latest().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(held()).hasSizeGreaterThan(200).isEqualTo(publishedNow());
    }

    @Test
    void what_is_committed_late_is_found_within_a_quarter_of_an_hour() {
        commitLate();

        check();
        assertThat(held()).isNotEqualTo(publishedNow());
        pass(Watch.LOOK_BACK_EVERY);
        check();

        assertThat(latest().mode()).isEqualTo(SyncRun.Mode.DELTA);
        assertThat(held()).isEqualTo(publishedNow());
    }

    /// An article changes at a time that the last check has already gone past.
    private void commitLate() {
        org.clock().freeze();
        org.generate(20, 1);
        check();
        ArticleVersion article = org.published().getFirst();
        pass(Duration.ofMinutes(10));
        org.publish("newest", ArticleContent.of("Newest", "newest", "<p>x</p>"));
        check();
        pass(Duration.ofMinutes(1));
        org.clock().commitLate(Duration.ofMinutes(10), 1);
        rewrite(article);
    }

    /// Every fault of an answer at every call that reads changes; one that never comes takes the client's whole
    /// patience.
    static Stream<Arguments> troubles() {
        Set<Fault> others = EnumSet.of(Fault.TIMEOUT, Fault.INVALID_GRANT, Fault.LOGIN_RATE_LIMIT, Fault.LOGIN_STUMBLE);
        return EnumSet.complementOf(EnumSet.copyOf(others)).stream()
                .flatMap(fault -> Stream.of(CallKind.QUERY, CallKind.QUERY_MORE, CallKind.RETRIEVE)
                        .map(kind -> Arguments.of(fault, kind)));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    @Tag("slow")
    void what_is_committed_late_is_found_whatever_goes_wrong_meanwhile(Fault fault, CallKind kind) {
        org.switches().maxPageRows(8);
        commitLate();
        pass(Watch.LOOK_BACK_EVERY);
        org.faults().plan(new Faults.Plan(fault, Set.of(kind), 0, 1, Duration.ofMillis(10)));

        askAgainAndAgain();

        assertThat(org.faults().met()).isEqualTo(1);
        assertThat(held()).isEqualTo(publishedNow());
    }

    /// Checks until a run is done; one that waits goes on after its time.
    private void askAgainAndAgain() {
        for (int i = 0; i < 4; i++) {
            startCheck();
            works.list(account.tenant(), account.connection());
            for (int waits = 0; waits < 4 && latest().status() == SyncRun.Status.WAITING; waits++) {
                database.transactions()
                        .run(
                                account.tenant(),
                                () -> database.jdbc()
                                        .sql("UPDATE sync_run SET retry_at = NULL")
                                        .update());
                works.list(account.tenant(), account.connection());
            }
            if (latest().status() == SyncRun.Status.COMPLETED) {
                return;
            }
        }
        assertThat(latest().status()).as("%s", latest().error()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    /// Whether publishing moves SystemModstamp, how far the org's clock is ahead of ours, and how late some of its
    /// changes are committed, or how far the clocks that stamp them are ahead, in minutes.
    static Stream<Arguments> clocks() {
        return Stream.of(true, false)
                .flatMap(moves -> Stream.of(-10, 10)
                        .flatMap(skew -> Stream.of(20, -10, 0).map(late -> Arguments.of(moves, skew, late))));
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void whatever_the_clocks_say_ours_becomes_the_published_set(boolean moves, int skew, int late) {
        org.switches().set(Switch.PUBLISH_MOVES_MODSTAMP, moves);
        org.clock().skew(Duration.ofMinutes(skew));
        org.clock().freeze();
        org.generate(12, 3);
        check();
        org.clock().commitLate(Duration.ofMinutes(late), 2);
        Random random = new Random(31L * skew + late + (moves ? 1 : 0));
        for (int step = 0; step < 14; step++) {
            change(random, step);
            pass(Duration.ofSeconds(random.nextInt(1, 420)));
            check();
        }

        pass(Watch.LOOK_BACK_EVERY);
        check();

        assertThat(held()).isEqualTo(publishedNow());
        assertThat(works.runs.list(account.tenant(), account.connection(), Page.first(100)))
                .extracting(SyncRun::mode)
                .contains(SyncRun.Mode.DELTA);
    }

    /// Something that an author does.
    private void change(Random random, int step) {
        List<ArticleVersion> published = org.published();
        ArticleVersion one = published.get(random.nextInt(published.size()));
        switch (random.nextInt(5)) {
            case 0 -> org.publish("new" + step, ArticleContent.of("New " + step, "new-" + step, "<p>New</p>"));
            case 1 -> org.org().unpublish(one.articleId(), one.language());
            case 2 -> org.org().archive(one.articleId(), one.language());
            default -> rewrite(one);
        }
    }

    private void rewrite(ArticleVersion version) {
        org.org()
                .edit(
                        version.articleId(),
                        version.language(),
                        content -> content.withBody(
                                ArticleBody.of(Map.of(ArticleBody.ANSWER, "<p>Anew, after " + version.id() + "</p>"))));
        org.org().publish(version.articleId(), version.language());
    }

    private void pass(Duration duration) {
        clock.pass(duration);
        org.clock().advance(duration);
    }

    private long calls(Runnable work) {
        org.ledger().clear();
        work.run();
        return org.ledger().apiCalls();
    }

    private void listAgain(SyncRun.Cause cause) {
        works.sync.listAgain(account.tenant(), account.connection(), cause);
        works.list(account.tenant(), account.connection());
        assertThat(latest().status()).as("%s", latest().error()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    /// Asks whether anything moved and reads what did, without processing it.
    private void check() {
        startCheck();
        works.list(account.tenant(), account.connection());
        assertThat(latest().status()).as("%s", latest().error()).isEqualTo(SyncRun.Status.COMPLETED);
    }

    private void startCheck() {
        database.transactions()
                .run(
                        account.tenant(),
                        () -> works.sync.check(account.connections().get(account.tenant(), account.connection())));
    }

    private SyncRun latest() {
        return works.runs
                .list(account.tenant(), account.connection(), Page.first(1))
                .getFirst();
    }

    /// Which revision of which document is held.
    private Set<String> held() {
        return new TreeSet<>(database.transactions()
                .in(
                        account.tenant(),
                        () -> database.jdbc()
                                .sql(
                                        "SELECT external_id || ' ' || revision_id FROM library_document WHERE deleted_at IS NULL")
                                .query(String.class)
                                .list()));
    }

    private Set<String> publishedNow() {
        return org.published().stream()
                .map(version -> version.articleId() + ":" + version.language() + " " + version.id())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
