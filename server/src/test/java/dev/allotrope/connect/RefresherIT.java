package dev.allotrope.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.oauth.Handover;
import dev.allotrope.connect.token.Credential;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Grant;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefresherIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestConnect connect;
    private Tenant tenant;
    private Connection connection;
    private Grant grant;

    @BeforeEach
    void authorize() {
        connect = new TestConnect(database);
        tenant = connect.tenant();
        connection = connect.authorized(tenant);
        grant = connect.connections.grant(tenant, connection.id(), TestConnect.UNMETERED);
    }

    @Test
    void a_rejected_token_is_replaced_once() {
        AccessToken first = grant.current();

        AccessToken second = grant.renew(first);

        assertThat(second).isNotEqualTo(first);
        assertThat(grant.current()).isEqualTo(second);
        assertThat(grant.instance()).isEqualTo(FakeRemote.INSTANCE);
        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1");
    }

    @Test
    void who_comes_late_with_the_rejected_token_gets_the_newer_one_and_nobody_is_asked() {
        AccessToken first = grant.current();
        AccessToken second = grant.renew(first);

        assertThat(grant.renew(first)).isEqualTo(second);
        assertThat(connect.remote.refreshesSent).hasSize(1);
    }

    @Test
    void eight_callers_on_two_nodes_send_one_request() throws Exception {
        AccessToken rejected = grant.current();
        Refresher otherNode = connect.refresher(Optional.of(TestConnect.APP));
        CountDownLatch together = new CountDownLatch(8);
        List<Future<AccessToken>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                Refresher node = caller % 2 == 0 ? connect.refresher : otherNode;
                answers.add(callers.submit(() -> {
                    together.countDown();
                    together.await();
                    return node.renew(tenant, connection.id(), rejected);
                }));
            }
            for (Future<AccessToken> answer : answers) {
                assertThat(answer.get()).isEqualTo(new AccessToken(Secret.of("access-2")));
            }
        }
        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1");
    }

    @Test
    void a_rotated_refresh_token_is_the_next_one_sent() {
        grant.renew(grant.renew(grant.current()));

        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1", "refresh-2");
    }

    @Test
    void a_crash_between_answer_and_storage_ends_in_the_call_for_a_new_authorization() {
        AccessToken rejected = grant.current();
        connect.remote.beforeAnswer = () -> {
            throw new IllegalStateException("the process dies here");
        };
        assertThatThrownBy(() -> grant.renew(rejected)).isInstanceOf(IllegalStateException.class);
        connect.interruptAttempts();

        assertThatThrownBy(() -> grant.renew(rejected))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REVOKED);
                    assertThat(failure.retry()).isEqualTo(new Retry.AfterReauthorization());
                })
                .hasMessageContaining("interrupted between the answer and its storage")
                .hasMessageContaining("re-authorize");
        Connection after = connect.connections.get(tenant, connection.id());
        assertThat(after.syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);
        assertThat(after.syncError()).contains("re-authorize");
    }

    @Test
    void after_a_dead_refresh_token_nobody_is_asked_again() {
        connect.remote.issue(true);
        AccessToken rejected = grant.current();
        assertThatThrownBy(() -> grant.renew(rejected)).isInstanceOf(Failure.class);

        assertThatThrownBy(() -> grant.renew(rejected)).hasMessageContaining("re-authorize");
        assertThatThrownBy(grant::current).hasMessageContaining("re-authorize");
        assertThat(connect.remote.refreshesSent).hasSize(1);
    }

    @Test
    void a_new_authorization_heals_a_dead_one() {
        connect.remote.issue(true);
        AccessToken rejected = grant.current();
        assertThatThrownBy(() -> grant.renew(rejected)).isInstanceOf(Failure.class);

        connect.authorized(tenant);

        assertThat(grant.current()).isEqualTo(new AccessToken(Secret.of("access-3")));
        assertThat(connect.connections.get(tenant, connection.id()).syncError()).isNull();
    }

    @Test
    void a_refusal_that_is_not_about_the_token_lets_the_next_caller_try_at_once() {
        AccessToken rejected = grant.current();
        connect.remote.beforeAnswer = () -> {
            connect.remote.beforeAnswer = () -> {};
            throw new Failure(ErrorCode.SOURCE_REFUSED, "invalid_client");
        };
        assertThatThrownBy(() -> grant.renew(rejected)).hasMessageContaining("invalid_client");

        assertThatThrownBy(() -> grant.renew(rejected)).hasMessageContaining("invalid_grant");
        assertThat(connect.remote.refreshesSent).hasSize(2);
    }

    @Test
    void without_a_refresh_token_the_end_of_the_access_token_is_the_end() {
        Connection handedOver = connect.authorizations.connect(
                tenant,
                new Handover(
                        SourceKind.SALESFORCE,
                        TestConnect.DOMAIN,
                        Secret.of("handed-over"),
                        null,
                        SyncOptions.DEFAULT));
        AccessToken token = new AccessToken(Secret.of("handed-over"));

        assertThatThrownBy(() -> connect.refresher.renew(tenant, handedOver.id(), token))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REVOKED))
                .hasMessageContaining("there is no refresh token");
        assertThat(connect.connections.get(tenant, handedOver.id()).syncError()).contains("re-authorize");
    }

    @Test
    void tokens_of_an_authorization_during_the_refresh_win() {
        AccessToken rejected = grant.current();
        connect.remote.beforeAnswer = () -> {
            connect.remote.beforeAnswer = () -> {};
            connect.authorized(tenant);
        };

        AccessToken renewed = grant.renew(rejected);

        assertThat(renewed).isEqualTo(new AccessToken(Secret.of("access-3")));
        assertThat(grant.current()).isEqualTo(renewed);
    }

    @Test
    void tokens_that_arrive_after_disconnecting_are_revoked() {
        AccessToken rejected = grant.current();
        connect.remote.beforeAnswer = () -> connect.revocation.revoke(tenant, connection.id());

        assertThatThrownBy(() -> grant.renew(rejected)).hasMessageContaining("it was disconnected");

        assertThat(connect.remote.revoked).containsExactly("refresh-1", "refresh-2");
    }

    @Test
    void tokens_are_neither_stored_nor_printed_in_clear() {
        Credential credential = connect.refresher.credential(tenant, connection.id());
        IssuedTokens issued = connect.remote.issue(true);

        assertThat(connect.stored()).doesNotContain("access-1", "refresh-1");
        assertThat(credential.toString() + issued + grant).doesNotContain("access-", "refresh-");
    }
}
