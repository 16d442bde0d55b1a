package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.library.document.Document;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever Salesforce lets in no more, and why: the run, the connection and later runs say who has to do what; nothing
/// is removed meanwhile, and the sync goes on when they did it.
class ShutOutIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SalesforceSimulator org;
    private SyncedOrg synced;

    @BeforeEach
    void synced() {
        org = salesforce.simulator();
        synced = SyncedOrg.of(database, org);
        org.generate(5, 1);
        synced.sync();
    }

    private enum Reason {
        APP_BLOCKED(Switch.APP_BLOCKED, "OAUTH_APP_BLOCKED", "unblock it in Setup, Connected Apps OAuth Usage"),
        APP_REMOVED(Switch.APP_REMOVED, "app_not_found", "install its package"),
        APP_NOT_FOR_THE_USER(Switch.APP_ACCESS_DENIED, "invalid_app_access", "add the user's profile"),
        ADDRESS_RESTRICTED(Switch.IP_RESTRICTED, "ip restricted", "admit this server's address"),
        ORG_LOCKED(Switch.ORG_LOCKED, "inactive_org", "ask Salesforce"),
        API_OFF_FOR_THE_USER(Fault.API_DISABLED_FOR_USER, "API_CURRENTLY_DISABLED", "grant \"API Enabled\""),
        API_OFF_FOR_THE_ORG(Fault.API_DISABLED_FOR_ORG, "API_DISABLED_FOR_ORG", "add API access"),
        PASSWORD_EXPIRED(Fault.PASSWORD_EXPIRED, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "set a new one"),
        KNOWLEDGE_OFF(
                org -> org.switches().set(Switch.KNOWLEDGE_ENABLED, false),
                org -> org.switches().set(Switch.KNOWLEDGE_ENABLED, true),
                "Knowledge is off",
                "switch on Lightning Knowledge"),
        TOKEN_NOT_FOR_THE_API(Fault.SESSION_NOT_FOR_API, "not valid for the REST API", "allow the app the scope");

        private final Consumer<SalesforceSimulator> begin;
        private final Consumer<SalesforceSimulator> end;
        private final String code;
        private final String remedy;

        Reason(Switch restriction, String code, String remedy) {
            this(
                    org -> org.switches().set(restriction, true),
                    org -> org.switches().set(restriction, false),
                    code,
                    remedy);
        }

        Reason(Fault fault, String code, String remedy) {
            this(
                    org -> List.of(CallKind.values()).stream()
                            .filter(CallKind::counted)
                            .forEach(kind -> org.faults().failAfter(kind, 0, fault)),
                    org -> org.faults().clear(),
                    code,
                    remedy);
        }

        Reason(Consumer<SalesforceSimulator> begin, Consumer<SalesforceSimulator> end, String code, String remedy) {
            this.begin = begin;
            this.end = end;
            this.code = code;
            this.remedy = remedy;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_run_says_who_has_to_do_what_and_the_next_one_goes_on_when_it_was_done(Reason reason) {
        List<Document> before = synced.documents();
        reason.begin.accept(org);
        org.grants().expireSessions();

        SyncRun refused = synced.sync();

        assertThat(refused.status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(refused.error()).contains(reason.code).contains(reason.remedy);
        assertThat(synced.connection().syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);
        assertThat(synced.connection().syncError()).isEqualTo(refused.error());
        assertThat(synced.documents()).isEqualTo(before);
        reason.end.accept(org);

        assertThat(synced.sync().status()).isEqualTo(SyncRun.Status.COMPLETED);
        assertThat(synced.connection().syncError()).isNull();
        assertThat(synced.documents()).isEqualTo(before);
    }

    @Test
    void an_authorization_that_ended_is_explained_by_later_runs_as_by_the_first_and_nobody_asks_again() {
        org.grants().revokeAll();
        String first = String.valueOf(synced.sync().error());
        org.ledger().clear();

        SyncRun later = synced.sync();

        assertThat(first).contains("sixth approval").contains("re-authorize");
        assertThat(later.error()).isEqualTo(first);
        assertThat(org.ledger().count(CallKind.TOKEN)).isZero();
    }
}
