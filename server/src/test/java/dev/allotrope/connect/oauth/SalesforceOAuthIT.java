package dev.allotrope.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.Consent;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.connect.TestConnect;
import dev.allotrope.connect.token.Credential;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Grant;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// Connecting with the real authorizer, over HTTP against a simulated org.
class SalesforceOAuthIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SalesforceSimulator org;
    private TestConnect connect;
    private Tenant tenant;

    @BeforeEach
    void start() {
        org = salesforce.simulator();
        connect = TestConnect.to(database, org);
        tenant = connect.tenant();
    }

    @Test
    void an_approval_becomes_a_connection_that_acts() {
        Connection connection = approved();

        assertThat(connection.label()).isEqualTo("integration@sim.example");
        assertThat(connection.remoteOrganizationId()).hasSize(18).startsWith("00D");
        assertThat(connection.instance()).isEqualTo(URI.create(org.url()));
        assertThat(org.grants().authenticate(token(grant(connection)))).isPresent();
        assertThat(org.ledger().count(CallKind.TOKEN)).isEqualTo(1);
        assertThat(connect.stored()).doesNotContain(token(grant(connection)));
    }

    @Test
    void a_code_is_worth_nothing_with_the_state_of_another_link() {
        URI link = connect.link(tenant);
        Map<String, String> callback = new HashMap<>(new Consent(org).approve(link));
        callback.put("state", TestConnect.parameters(connect.link(tenant)).get("state"));

        Outcome stolen = connect.authorizations.complete(callback);

        assertThat(stolen).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.REFUSED);
            assertThat(refused.explanation()).contains("invalid code verifier");
        });
        assertThat(connect.connections.count(tenant, ConnectionFilter.ALL)).isZero();
    }

    @Test
    void a_callback_that_fails_is_in_the_log_with_its_reason_and_without_secrets() {
        Map<String, String> callback = new HashMap<>(new Consent(org).approve(connect.link(tenant)));
        String state =
                String.valueOf(TestConnect.parameters(connect.link(tenant)).get("state"));
        callback.put("state", state);
        Map<String, String> denied = new HashMap<>(TestConnect.parameters(connect.link(tenant)));
        denied.put("error", "OAUTH_APP_BLOCKED");
        denied.put("error_description", "this app is blocked by admin");

        List<ILoggingEvent> logged = logging(() -> {
            connect.authorizations.complete(callback);
            connect.authorizations.complete(Map.of(
                    "state", String.valueOf(denied.get("state")),
                    "error", String.valueOf(denied.get("error")),
                    "error_description", String.valueOf(denied.get("error_description"))));
        });

        List<String> warnings = logged.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .filter(event ->
                        event.getThreadName().equals(Thread.currentThread().getName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(warnings).hasSize(2).allMatch(line -> line.contains("tenant " + tenant));
        assertThat(warnings.getFirst()).contains("invalid code verifier");
        assertThat(warnings.getLast()).contains("OAUTH_APP_BLOCKED").contains("unblock it");
        assertThat(logged)
                .extracting(event -> event.getFormattedMessage() + Objects.toString(event.getThrowableProxy(), ""))
                .noneMatch(line -> line.contains(String.valueOf(callback.get("code"))))
                .noneMatch(line -> line.contains(state) || line.contains(String.valueOf(denied.get("state"))))
                .noneMatch(line -> line.contains(SalesforceSimulator.CLIENT_SECRET));
    }

    /// What is logged meanwhile, at every level, also by what else runs in this process.
    private static List<ILoggingEvent> logging(Runnable work) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger ours = (Logger) LoggerFactory.getLogger("dev.allotrope");
        Level before = ours.getLevel();
        ours.setLevel(Level.ALL);
        ours.addAppender(log);
        log.start();
        try {
            work.run();
        } finally {
            ours.detachAppender(log);
            ours.setLevel(before);
        }
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }

    @Test
    void eight_callers_make_one_token_call_although_the_org_rotates() throws Exception {
        org.switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        Connection connection = approved();
        Grant grant = grant(connection);
        AccessToken rejected = grant.current();
        org.grants().expireSessions();
        org.ledger().clear();

        CountDownLatch together = new CountDownLatch(8);
        List<Future<AccessToken>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int caller = 0; caller < 8; caller++) {
                answers.add(callers.submit(() -> {
                    together.countDown();
                    together.await();
                    return grant.renew(rejected);
                }));
            }
        }

        assertThat(org.ledger().count(CallKind.TOKEN)).isEqualTo(1);
        for (Future<AccessToken> answer : answers) {
            assertThat(answer.get()).isEqualTo(grant.current());
        }
        assertThat(org.grants().authenticate(token(grant))).isPresent();
        grant.renew(grant.current());
        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    @Test
    void an_approval_revoked_by_the_administrator_asks_for_a_new_one_and_nobody_calls_again() {
        Connection connection = approved();
        Grant grant = grant(connection);
        AccessToken rejected = grant.current();
        org.grants().revokeAll();
        org.ledger().clear();

        assertThatThrownBy(() -> grant.renew(rejected))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REVOKED));
        assertThatThrownBy(() -> grant.renew(rejected)).hasMessageContaining("re-authorize");

        assertThat(org.ledger().count(CallKind.TOKEN)).isEqualTo(1);
        Connection after = connect.connections.get(tenant, connection.id());
        assertThat(after.syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);
        assertThat(after.syncError()).contains("re-authorize");
    }

    @Test
    void a_refresh_token_that_was_rotated_away_elsewhere_is_dead() {
        org.switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        Connection connection = approved();
        Grant grant = grant(connection);
        AccessToken rejected = grant.current();
        Secret stolen = connect.refresher.credential(tenant, connection.id()).refresh();
        connect.authorizer.refresh(TestConnect.DOMAIN, TestConnect.SIMULATED_APP, stolen);

        assertThatThrownBy(() -> grant.renew(rejected))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REVOKED));

        assertThat(org.grants().approvals()).isZero();
        approved();
        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    // The answer of a refresh is lost on the way: whether its token was used up there shows the next time.
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ANSWER_LOST", "TRUNCATED", "RESET", "LOGIN_STUMBLE", "MAINTENANCE_PAGE", "UNAVAILABLE_PAGE"})
    void a_refresh_without_an_answer_is_tried_again_and_a_lost_rotated_token_says_so(Fault fault) {
        org.switches().set(Switch.ROTATE_REFRESH_TOKENS, true);
        Connection connection = approved();
        Grant grant = grant(connection);
        AccessToken rejected = grant.current();
        org.grants().expireSessions();
        org.faults().failNext(CallKind.TOKEN, 1, fault);
        assertThatThrownBy(() -> grant.renew(rejected))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE));
        assertThat(connect.connections.get(tenant, connection.id()).syncError()).isNull();
        connect.interruptAttempts();

        boolean usedUp = fault == Fault.ANSWER_LOST || fault == Fault.TRUNCATED;
        if (usedUp) {
            assertThatThrownBy(() -> grant.renew(rejected))
                    .hasMessageContaining("interrupted between the answer and its storage")
                    .hasMessageContaining("re-authorize");
            approved();
        } else {
            grant.renew(rejected);
        }

        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    // Without rotation the token that was sent stays good, answer or not.
    @Test
    void without_rotation_a_lost_answer_costs_nothing() {
        Connection connection = approved();
        Grant grant = grant(connection);
        AccessToken rejected = grant.current();
        org.faults().failNext(CallKind.TOKEN, 1, Fault.ANSWER_LOST);
        assertThatThrownBy(() -> grant.renew(rejected)).isInstanceOf(Failure.class);
        connect.interruptAttempts();

        grant.renew(rejected);

        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    // Whoever is shut out for another reason than the token gets back in with it, once the reason is gone.
    @ParameterizedTest
    @EnumSource(
            value = Switch.class,
            names = {"APP_BLOCKED", "APP_REMOVED", "APP_ACCESS_DENIED", "IP_RESTRICTED", "ORG_LOCKED"})
    void a_restriction_is_named_with_its_remedy_and_its_end_needs_no_new_authorization(Switch restriction) {
        Grant grant = grant(approved());
        AccessToken rejected = grant.current();
        org.switches().set(restriction, true);
        assertThatThrownBy(() -> grant.renew(rejected))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REFUSED))
                .hasMessageContaining("administrator")
                .hasMessageNotContaining("re-authorize");

        org.switches().set(restriction, false);
        grant.renew(rejected);

        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    @Test
    void a_frozen_user_is_named() {
        Grant grant = grant(approved());
        org.switches().set(Switch.USER_FROZEN, true);

        assertThatThrownBy(() -> grant.renew(grant.current())).hasMessageContaining("unfreeze or unlock it");
        Outcome refused = connect.authorizations.complete(new Consent(org).approve(connect.link(tenant)));
        assertThat(((Outcome.Refused) refused).explanation()).contains("unfreeze or unlock it");
    }

    @Test
    void the_sixth_approval_ends_the_first_which_says_so() {
        List<Connection> connections = new ArrayList<>();
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tenants.add(connect.tenant());
            connections.add(connect.approved(tenants.getLast(), org, SyncOptions.DEFAULT));
        }

        Grant first = connect.grant(tenants.getFirst(), connections.getFirst());
        AccessToken rejected = first.current();
        assertThatThrownBy(() -> first.renew(rejected)).hasMessageContaining("sixth approval");
        Grant second = connect.grant(tenants.get(1), connections.get(1));
        second.renew(second.current());
        assertThat(org.grants().authenticate(token(second))).isPresent();
    }

    @Test
    void a_user_who_presses_deny_leaves_nothing_behind() {
        Outcome denied = connect.authorizations.complete(new Consent(org).deny(connect.link(tenant)));

        assertThat(denied).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.DENIED);
            assertThat(refused.explanation()).contains("press Allow");
        });
        assertThat(org.grants().approvals()).isZero();
    }

    @Test
    void a_blocked_app_is_named_with_the_way_out() {
        org.switches().set(Switch.APP_BLOCKED, true);

        Outcome blocked = connect.authorizations.complete(new Consent(org).approve(connect.link(tenant)));

        assertThat(((Outcome.Refused) blocked).explanation())
                .contains("an administrator blocked the app: unblock it in Setup, Connected Apps OAuth Usage");
    }

    @Test
    void an_app_that_is_not_installed_is_named() {
        org.switches().set(Switch.APP_INSTALLED, false);

        Outcome refused = connect.authorizations.complete(new Consent(org).approve(connect.link(tenant)));

        assertThat(((Outcome.Refused) refused).explanation()).contains("install");
    }

    @Test
    void disconnecting_ends_the_sessions_and_the_approval_there() {
        Connection connection = approved();
        String token = token(grant(connection));

        connect.revocation.revoke(tenant, connection.id());

        assertThat(org.grants().authenticate(token)).isEmpty();
        assertThat(org.grants().approvals()).isZero();
        assertThat(org.ledger().count(CallKind.REVOKE)).isEqualTo(1);
        assertThatThrownBy(() -> grant(connection).current()).hasMessageContaining("it was disconnected");
    }

    @Test
    void disconnecting_works_here_while_salesforce_is_away() {
        Connection connection = approved();
        org.faults().failNext(CallKind.REVOKE, 1, Fault.SERVER_UNAVAILABLE);

        assertThat(connect.revocation.revoke(tenant, connection.id()).revoked()).isTrue();
    }

    @Test
    void connecting_again_finds_the_same_connection() {
        Connection first = approved();
        connect.revocation.revoke(tenant, first.id());

        Connection again = approved();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(org.grants().authenticate(token(grant(again)))).isPresent();
    }

    @Test
    void handed_over_tokens_are_checked_by_asking_for_the_user() {
        Connection approved = approved();
        Credential credential = connect.refresher.credential(tenant, approved.id());
        Tenant other = connect.tenant();

        Connection taken = connect.authorizations.connect(
                other, handover(credential.access().value()));

        assertThat(taken.label()).isEqualTo("integration@sim.example");
        assertThat(taken.remoteUserId()).isEqualTo(approved.remoteUserId());
        org.grants().expireSessions();
        assertThatThrownBy(() -> connect.authorizations.connect(
                        connect.tenant(), handover(credential.access().value())))
                .hasMessageContaining("the access token is not accepted");
        assertThat(org.ledger().count(CallKind.USERINFO)).isEqualTo(3);
    }

    @Test
    void a_log_in_limit_is_no_reason_to_give_up_the_authorization() {
        Connection connection = approved();
        Grant grant = grant(connection);
        org.faults().failNext(CallKind.TOKEN, 1, Fault.LOGIN_RATE_LIMIT);

        assertThatThrownBy(() -> grant.renew(grant.current()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RATE_LIMITED));

        grant.renew(grant.current());
        assertThat(org.grants().authenticate(token(grant))).isPresent();
    }

    private Connection approved() {
        return connect.approved(tenant, org, SyncOptions.DEFAULT);
    }

    private Grant grant(Connection connection) {
        return connect.grant(tenant, connection);
    }

    private static String token(Grant grant) {
        return grant.current().value().reveal();
    }

    private static Handover handover(Secret token) {
        return new Handover(SourceKind.SALESFORCE, TestConnect.DOMAIN, token, null, SyncOptions.DEFAULT);
    }
}
