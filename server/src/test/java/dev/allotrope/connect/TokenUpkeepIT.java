package dev.allotrope.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.job.JobHandler;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Grant;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TokenUpkeepIT {
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
        grant = connect.grant(tenant, connection);
    }

    @Test
    void idle_tokens_are_refreshed_after_a_week_and_not_before() {
        upkeep();
        assertThat(connect.remote.refreshesSent).isEmpty();
        later(Duration.ofDays(8));

        upkeep();
        upkeep();

        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1");
    }

    @Test
    void idle_tokens_that_cannot_be_refreshed_do_not_keep_the_others_from_their_turn() {
        authorizedAs("another one");
        connect.remote.unreachable.addAll(List.of("refresh-1", "refresh-2"));
        Connection last = authorizedAs("the last one");
        AccessToken before = connect.grant(tenant, last).current();
        later(Duration.ofDays(8));

        upkeep();

        assertThat(connect.grant(tenant, last).current()).isNotEqualTo(before);
    }

    @Test
    void a_slice_ends_in_time_however_many_idle_tokens_are_slow() {
        authorizedAs("another one");
        authorizedAs("the last one");
        List<Instant> asked = new ArrayList<>();
        connect.remote.whenAsked = () -> {
            asked.add(connect.clock.instant());
            connect.clock.pass(JobHandler.SLICE.dividedBy(2));
        };
        later(Duration.ofDays(8));

        assertThat(connect.upkeep.run(TokenUpkeep.INSTANCE)).isEqualTo(JobHandler.Outcome.AGAIN);
        assertThat(asked).hasSize(2);
        upkeep();

        assertThat(asked).hasSize(3);
    }

    @Test
    void a_connection_that_is_erased_while_its_idle_token_is_refreshed_leaves_nothing() {
        connect.remote.beforeAnswer = () -> connect.revocation.erase(tenant);
        later(Duration.ofDays(8));
        connect.events.clear();

        upkeep();

        assertThat(connect.remote.revoked)
                .as("what it acted with, and what came afterwards")
                .containsExactly("refresh-1", "refresh-2");
        assertThat(held()).isZero();
        assertThat(connect.events).isEmpty();
    }

    @Test
    void a_connection_that_is_erased_while_the_upkeep_is_refused_keeps_nobody_from_his_turn() {
        Tenant other = connect.tenant();
        Connection last = connect.authorized(other);
        AccessToken before = connect.grant(other, last).current();
        connect.remote.shutOut = "blocked by an administrator";
        connect.remote.whenAsked = () -> {
            connect.revocation.erase(tenant);
            connect.remote.whenAsked = () -> connect.remote.shutOut = null;
        };
        later(tenant, Duration.ofDays(9));
        later(other, Duration.ofDays(8));
        connect.events.clear();

        upkeep();

        assertThat(held()).isZero();
        assertThat(connect.events).isEmpty();
        assertThat(connect.grant(other, last).current()).isNotEqualTo(before);
    }

    @Test
    void an_idle_token_that_could_not_be_refreshed_is_tried_again_some_hours_later() {
        connect.remote.unreachable.add("refresh-1");
        later(Duration.ofDays(8));
        upkeep();
        connect.remote.unreachable.clear();

        later(TokenUpkeep.RETRY.minusMinutes(1));
        upkeep();
        assertThat(connect.remote.refreshesSent).isEmpty();
        later(Duration.ofMinutes(2));
        connect.interruptAttempts();
        upkeep();

        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1");
    }

    @Test
    void whom_the_upkeep_finds_shut_out_shows_it() {
        connect.remote.beforeAnswer = () -> {
            throw new Failure(ErrorCode.SOURCE_REFUSED, "blocked by an administrator");
        };
        later(Duration.ofDays(8));
        connect.events.clear();

        upkeep();

        assertThat(connect.connections.get(tenant, connection.id()).syncError())
                .isEqualTo("blocked by an administrator");
        assertThat(connect.events)
                .containsExactly(new ConnectionNews.Failed(tenant, connection.id(), "blocked by an administrator"));
    }

    @Test
    void whom_the_upkeep_found_shut_out_shows_it_until_a_refresh_succeeds() {
        shutOut();
        assertThat(shown().syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);

        grant.renew(grant.current());

        assertThat(shown().syncError()).isNull();
        assertThat(shown().syncStatus()).isEqualTo(SyncStatus.READY);
        connect.events.clear();
        shutOut();
        assertThat(connect.events)
                .as("the same reason is news again")
                .containsExactly(new ConnectionNews.Failed(tenant, connection.id(), "blocked by an administrator"));
    }

    @Test
    void whom_the_upkeep_found_shut_out_shows_it_until_the_account_is_connected_again() {
        shutOut();

        connect.authorized(tenant);

        assertThat(shown().syncError()).isNull();
        assertThat(shown().syncStatus()).isNotEqualTo(SyncStatus.SYNC_ERROR);
    }

    @Test
    void what_a_run_failed_with_stays_when_a_refresh_succeeds() {
        shutOut();
        connect.connections.failed(tenant, connection.id(), "no body field is visible");

        grant.renew(grant.current());

        assertThat(shown().syncError()).isEqualTo("no body field is visible");
    }

    /// Until nothing is stale.
    private void upkeep() {
        assertThat(connect.upkeep.run(TokenUpkeep.INSTANCE))
                .isEqualTo(new JobHandler.Outcome.Again(TokenUpkeep.INTERVAL));
    }

    /// The upkeep is refused once.
    private void shutOut() {
        connect.remote.shutOut = "blocked by an administrator";
        later(Duration.ofDays(8));
        upkeep();
        connect.remote.shutOut = null;
    }

    private Connection shown() {
        return connect.connections.get(tenant, connection.id());
    }

    private Connection authorizedAs(String user) {
        connect.remote.user = new RemoteUser("00Dxx0000001gPLEAY", user, user + "@example.com");
        return connect.authorized(tenant);
    }

    private long held() {
        return connect.transactions.in(
                tenant,
                () -> connect.jdbc
                        .sql("SELECT (SELECT count(*) FROM connection) + (SELECT count(*) FROM connect_credential)")
                        .query(Long.class)
                        .single());
    }

    private void later(Duration passed) {
        later(tenant, passed);
    }

    /// As if this time had passed since the tokens of a tenant were refreshed and tried last.
    private void later(Tenant of, Duration passed) {
        connect.transactions.run(
                of,
                () -> connect.jdbc
                        .sql("""
                        UPDATE connect_credential
                        SET refreshed_at = refreshed_at - ? * interval '1 second', tried_at = tried_at - ? * interval '1 second'
                        """)
                        .params(passed.toSeconds(), passed.toSeconds())
                        .update());
    }
}
