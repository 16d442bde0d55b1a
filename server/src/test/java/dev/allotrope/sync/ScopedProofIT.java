package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.salesforce.TestSalesforce;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceScope.Category;
import dev.allotrope.source.settings.SourceScope.Operator;
import dev.allotrope.sync.audit.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Proofs of connections that take a part of an org: what lies outside is counted by the org itself.
class ScopedProofIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private ScopeStage stage;

    /// Parts of the org that leave some of its articles outside.
    enum Part {
        LANGUAGES(ScopeStage.scope(List.of("de"), List.of(), List.of(), List.of())),
        CHANNELS(ScopeStage.scope(List.of(), List.of(SourceScope.Channel.PARTNER), List.of(), List.of())),
        RECORD_TYPES(ScopeStage.scope(List.of(), List.of(), List.of("FAQ"), List.of())),
        VALIDATION_STATUSES(ScopeStage.scope(List.of(), List.of(), List.of(), List.of("Validated"))),
        CATEGORIES(ScopeStage.categories(new Category("Products", "Hardware", Operator.BELOW)));

        private final SourceScope scope;

        Part(SourceScope scope) {
            this.scope = scope;
        }
    }

    @BeforeEach
    void two_articles_in_two_languages() {
        stage = new ScopeStage(
                database, salesforce.simulator(), TestSalesforce.sides().auditor());
        stage.publish("Router", "Manual", Set.of(Channel.PRM), "Validated", "All", "Hardware", "Routers");
        stage.publish("About us", "FAQ", Set.of(Channel.APP), "Not Validated", "All");
        for (String name : List.of("router", "about-us")) {
            stage.org.org().translate(name, "de", content(name));
            stage.org.org().publish(name, "de");
        }
        assertThat(proof(stage.sync(SyncRun.Cause.ITEMS_SYNC)).published()).isEqualTo(4);
    }

    private static ArticleContent content(String name) {
        return ArticleContent.of("Titel " + name, name + "-de", "<p>Text</p>");
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void what_lies_outside_is_what_the_org_counts_less_within_the_scope(Part part) {
        Proof proof = proof(stage.configure(part.scope));

        long within = stage.documents().size();
        assertThat(within).isBetween(1L, 3L);
        assertThat(proof.listed()).isEqualTo(within);
        assertThat(counted(proof, Proof.Cause.OUT_OF_SCOPE)).isEqualTo(4 - within);
        assertThat(counted(proof, Proof.Cause.UNEXPLAINED)).isZero();
        assertThat(proof.complete()).isTrue();
    }

    @Test
    void an_org_that_does_not_count_the_scope_by_groups_is_compared_as_a_whole() {
        stage.configure(Part.LANGUAGES.scope);
        // A listing and the count of everything come first.
        stage.org.faults().plan(new Faults.Plan(Fault.QUERY_TIMEOUT, Set.of(CallKind.QUERY), 2, 1, Duration.ZERO));

        Proof proof = proof(stage.sync(SyncRun.Cause.ITEMS_SYNC));

        assertThat(proof.differences())
                .containsExactly(new Proof.Difference(Proof.Cause.OUT_OF_SCOPE, "", "", 2, List.of()));
        assertThat(proof.unreadable()).contains("does not count by groups");
    }

    private Proof proof(SyncRun run) {
        assertThat(run.status()).as("%s", run.error()).isEqualTo(SyncRun.Status.COMPLETED);
        return Objects.requireNonNull(Objects.requireNonNull(stage.works
                        .audits
                        .of(stage.account.tenant(), List.of(run.id()))
                        .get(run.id()))
                .proof());
    }

    private static long counted(Proof proof, Proof.Cause cause) {
        return proof.differences().stream()
                .filter(difference -> difference.cause() == cause)
                .mapToLong(Proof.Difference::count)
                .sum();
    }
}
