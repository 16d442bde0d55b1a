package dev.allotrope.sync.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SimulatedAccount;
import dev.allotrope.library.audit.TestInventory;
import dev.allotrope.salesforce.TestSalesforce;
import dev.allotrope.salesforce.TestSalesforce.Sides;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceScope.Operator;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncWorks;
import dev.allotrope.sync.SyncedOrg;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How many calls an answer costs, by the org's own count.
class ExplainCallsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SalesforceSimulator org;
    private SimulatedAccount account;
    private ArticleVersion first;
    private ArticleVersion latest;

    /// One article in two languages, of which the translation was taken off, and which was published twice.
    @BeforeEach
    void an_article_is_here() {
        org = salesforce.simulator();
        org.publish("vpn", ArticleContent.of("VPN", "vpn", "<p>Text</p>"));
        org.org().translate("vpn", "de", ArticleContent.of("VPN", "vpn-de", "<p>Text</p>"));
        org.org().publish("vpn", "de");
        account = SyncedOrg.account(database, org);
        SyncWorks works = works(TestSalesforce.sides());
        works.sync.listAgain(account.tenant(), account.connection(), SyncRun.Cause.ITEMS_SYNC);
        works.work(account.tenant(), account.connection());
        first = org.published().stream()
                .filter(version -> version.language().equals("en_US"))
                .findFirst()
                .orElseThrow();
        org.org().edit("vpn", null, content -> content.withTitle("Newer"));
        org.org().publish("vpn", null);
        latest = org.published().stream()
                .filter(version -> version.language().equals("en_US"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_answer_about_an_article_id_costs_one_call_and_about_a_name_two() {
        Explain explain = warm();

        assertThat(calls(explain, latest.articleId())).isEqualTo(1);
        assertThat(calls(explain, "vpn")).isEqualTo(2);
        assertThat(calls(explain, latest.identity().articleNumber())).isEqualTo(2);
        assertThat(calls(explain, first.id())).as("a version that was replaced").isEqualTo(3);
    }

    @Test
    void an_answer_about_nothing_costs_the_question_for_what_is_seen_at_all() {
        assertThat(calls(warm(), "no-such-name")).isEqualTo(2);
    }

    @Test
    void the_most_expensive_answer_costs_nine_calls_of_which_two_describe_an_org_that_is_not_known_yet() {
        org.org().unpublish("vpn", "de");
        org.switches().set(Switch.DRAFTS_VISIBLE, false);
        account.connections().configure(account.tenant(), account.connection(), _ -> products());
        Explain cold = explain(TestSalesforce.sides());

        refuseGroups();
        long most = calls(cold, first.id());
        refuseGroups();
        long again = calls(cold, first.id());

        assertThat(most).isEqualTo(Explain.MOST_CALLS);
        assertThat(again).isEqualTo(Explain.MOST_CALLS - 2);
    }

    /// The sixth query, which counts by groups, is refused: what is seen is counted at once then.
    private void refuseGroups() {
        org.faults().clear();
        org.faults().plan(new Faults.Plan(Fault.QUERY_TIMEOUT, Set.of(CallKind.QUERY), 5, 1, Duration.ZERO));
    }

    /// What lies in the scope is known by the query alone, which is asked once more.
    private static SourceSettings products() {
        SourceScope scope = new SourceScope(
                List.of(),
                List.of(),
                List.of(),
                List.of(new Category("Products", "Hardware", Operator.BELOW)),
                List.of());
        return new SourceSettings(scope, List.of(), null, null);
    }

    private Explain warm() {
        Explain explain = explain(TestSalesforce.sides());
        calls(explain, "vpn");
        return explain;
    }

    private long calls(Explain explain, String article) {
        org.ledger().clear();
        explain.explain(account.tenant(), account.connection(), article);
        return org.ledger().apiCalls();
    }

    private Explain explain(Sides sides) {
        SyncWorks works = works(sides);
        return new Explain(
                account.connections(),
                new Explain.Remote(sides.source(), sides.auditor()),
                works.budget,
                TestInventory.traces(works.library),
                works.library.documents,
                works.runs);
    }

    private SyncWorks works(Sides sides) {
        return SyncedOrg.works(database, account, sides, InstantSource.system());
    }
}
