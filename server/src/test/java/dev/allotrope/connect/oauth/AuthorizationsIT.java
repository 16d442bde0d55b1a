package dev.allotrope.connect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionNews;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.ConnectionRevoked;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.FakeRemote;
import dev.allotrope.connect.SyncAction;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.connect.TestConnect;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Secret;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationsIT {
    private static final SyncOptions OPTIONS = new SyncOptions(
            new ProcessingOptions(400, 40, ProcessingOptions.Depth.CHUNKS, "OPENAI", true, true),
            tags("team", new Tags.Value.One("blue")),
            tags("plan", new Tags.Value.Many(List.of("a", "b"))),
            true,
            false,
            "request-1");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestConnect connect;
    private Tenant tenant;

    @BeforeEach
    void start() {
        connect = new TestConnect(database);
        tenant = connect.tenant();
    }

    @Test
    void an_approved_link_becomes_a_connection_with_all_its_options() {
        Connection connection = connect.authorized(tenant, OPTIONS);

        assertThat(connection.tenant()).isEqualTo(tenant);
        assertThat(connection.label()).isEqualTo("ada@example.com");
        assertThat(connection.domain()).isEqualTo("acme.my.salesforce.com");
        assertThat(connection.instance()).isEqualTo(FakeRemote.INSTANCE);
        assertThat(connection.syncStatus()).isEqualTo(SyncStatus.QUEUED_FOR_SYNCING);
        assertThat(connection.lastSyncAction()).isEqualTo(SyncAction.ADD);
        assertThat(connection.lastSyncedAt()).isEqualTo(connection.createdAt());
        assertThat(connection.itemsSyncedAt()).isNull();
        assertThat(connection.filesSyncedAt()).isNull();
        assertThat(connection.options()).isEqualTo(OPTIONS);
        assertThat(connection.tags()).isEqualTo(OPTIONS.connectionTags());
        assertThat(connect.events).containsExactly(new ConnectionAuthorized(tenant, connection.id(), true));
    }

    @Test
    void without_listing_and_syncing_there_is_nothing_to_wait_for() {
        SyncOptions nothing = new SyncOptions(ProcessingOptions.DEFAULT, Tags.NONE, Tags.NONE, false, false, null);

        assertThat(connect.authorized(tenant, nothing).syncStatus()).isEqualTo(SyncStatus.READY);
    }

    @Test
    void the_code_is_exchanged_with_the_verifier_of_its_own_link() {
        URI link = begin();
        connect.begin(tenant, SyncOptions.DEFAULT);

        connect.authorizations.complete(
                Map.of("state", TestConnect.parameters(link).get("state"), "code", "good-code"));

        assertThat(connect.remote.exchanged)
                .containsExactly(TestConnect.parameters(link).get("verifier"));
    }

    @Test
    void neither_state_nor_verifier_are_stored_in_clear() {
        Map<String, String> link = TestConnect.parameters(begin());

        assertThat(link.get("state")).hasSize(43);
        assertThat(link.get("verifier")).hasSize(43);
        assertThat(connect.stored()).doesNotContain(link.get("state"), link.get("verifier"));
    }

    @Test
    void a_state_is_good_for_one_visit_also_when_two_come_at_once() throws Exception {
        Map<String, String> callback = Map.of("state", connect.begin(tenant, OPTIONS), "code", "good-code");
        Callable<Outcome> visit = () -> connect.authorizations.complete(callback);

        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> visits = visitors.invokeAll(List.of(visit, visit, visit, visit));
            int completed = 0;
            for (Future<Outcome> outcome : visits) {
                completed += outcome.get() instanceof Outcome.Completed ? 1 : 0;
            }
            assertThat(completed).isEqualTo(1);
        }
        assertThat(reason(visit.call())).isEqualTo(Outcome.Reason.STATE_UNKNOWN);
    }

    @Test
    void a_state_expires_after_a_quarter_of_an_hour() {
        String intime = connect.begin(tenant, OPTIONS);
        String late = connect.begin(tenant, OPTIONS);
        connect.clock.pass(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(complete(intime, "good-code")).isInstanceOf(Outcome.Completed.class);

        connect.clock.pass(Duration.ofSeconds(1));

        assertThat(reason(complete(late, "good-code"))).isEqualTo(Outcome.Reason.STATE_EXPIRED);
    }

    @Test
    void a_state_belongs_to_the_tenant_that_asked() {
        Tenant other = connect.tenant();
        String state = connect.begin(tenant, OPTIONS);
        connect.begin(other, OPTIONS);

        complete(state, "good-code");

        assertThat(count(tenant)).isEqualTo(1);
        assertThat(count(other)).isZero();
    }

    @Test
    void a_guessed_or_missing_state_is_refused() {
        assertThat(reason(complete("guess", "good-code"))).isEqualTo(Outcome.Reason.STATE_UNKNOWN);
        assertThat(reason(connect.authorizations.complete(Map.of("code", "good-code"))))
                .isEqualTo(Outcome.Reason.STATE_UNKNOWN);
        assertThat(connect.remote.exchanged).isEmpty();
    }

    @Test
    void the_state_of_a_sync_link_does_not_authorize() {
        Connection connection = connect.authorized(tenant);
        String state = TestConnect.parameters(resume(connection)).get("state");

        assertThat(reason(complete(state, "good-code"))).isEqualTo(Outcome.Reason.STATE_UNKNOWN);
    }

    @Test
    void a_denial_stores_nothing_and_uses_the_state_up() {
        String state = connect.begin(tenant, OPTIONS);

        Outcome denied = connect.authorizations.complete(
                Map.of("state", state, "error", "access_denied", "error_description", "end-user denied authorization"));

        assertThat(reason(denied)).isEqualTo(Outcome.Reason.DENIED);
        assertThat(connect.events).containsExactly(new ConnectionNews.Denied(tenant));
        assertThat(count(tenant)).isZero();
        assertThat(reason(complete(state, "good-code"))).isEqualTo(Outcome.Reason.STATE_UNKNOWN);
    }

    @Test
    void a_failing_exchange_stores_nothing_and_says_why() {
        Outcome refused = complete(connect.begin(tenant, OPTIONS), "bad-code");

        assertThat(refused)
                .isEqualTo(new Outcome.Refused(
                        Outcome.Reason.REFUSED, "could not exchange the authorization code: invalid_grant"));
        assertThat(count(tenant)).isZero();
        assertThat(connect.events).isEmpty();
    }

    @Test
    void the_same_remote_user_is_found_again_and_another_is_not() {
        Connection first = connect.authorized(tenant);
        Connection again = connect.authorized(tenant, OPTIONS);
        connect.remote.user = new RemoteUser("00Dxx0000001gPLEAY", "005xx000001Sv6BBBS", "bob|x@example.com");
        Connection other = connect.authorized(tenant);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.options()).isEqualTo(OPTIONS);
        assertThat(again.updatedAt()).isAfter(first.updatedAt());
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(other.label()).isEqualTo("bob/x@example.com");
        assertThat(connect.events)
                .containsExactly(
                        new ConnectionAuthorized(tenant, first.id(), true),
                        new ConnectionAuthorized(tenant, first.id(), false),
                        new ConnectionAuthorized(tenant, other.id(), true));
    }

    @Test
    void two_customers_of_one_remote_user_have_a_connection_each() {
        Tenant other = connect.tenant();

        assertThat(connect.authorized(tenant).id())
                .isNotEqualTo(connect.authorized(other).id());
    }

    @Test
    void a_disconnected_account_comes_back_as_the_same_connection() {
        Connection first = connect.authorized(tenant);
        connect.revocation.revoke(tenant, first.id());

        Connection again = connect.authorized(tenant);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.revoked()).isFalse();
        assertThat(again.lastSyncAction()).isEqualTo(SyncAction.ADD);
    }

    @Test
    void disconnecting_ends_it_here_and_there_once() {
        Connection connection = connect.authorized(tenant);

        Connection revoked = connect.revocation.revoke(tenant, connection.id());
        connect.revocation.revoke(tenant, connection.id());

        assertThat(revoked.revoked()).isTrue();
        assertThat(revoked.lastSyncAction()).isEqualTo(SyncAction.REVOKE);
        assertThat(connect.remote.revoked).containsExactly("refresh-1");
        assertThat(connect.events).endsWith(new ConnectionRevoked(tenant, connection.id()));
        assertThat(connect.events).hasSize(2);
        assertThatThrownBy(() -> connect.refresher.credential(tenant, connection.id()))
                .hasMessageContaining("it was disconnected");
    }

    @Test
    void tokens_are_taken_over_after_asking_whom_they_speak_for() {
        Connection connection = connect.authorizations.connect(tenant, handover("handed-over"));

        assertThat(connection.label()).isEqualTo("ada@example.com");
        assertThat(connect.refresher
                        .credential(tenant, connection.id())
                        .access()
                        .value())
                .isEqualTo(Secret.of("handed-over"));
    }

    @Test
    void a_token_that_is_not_accepted_is_refused_and_nothing_is_stored() {
        assertThatThrownBy(() -> connect.authorizations.connect(tenant, handover("stolen")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_REFUSED));
        assertThat(count(tenant)).isZero();
    }

    @Test
    void without_a_connected_app_both_ways_to_configure_one_are_named() {
        TestConnect bare = new TestConnect(database, Optional.empty());

        assertThatThrownBy(() -> bare.begin(tenant, OPTIONS))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("ALLOTROPE_SALESFORCE_CLIENT_ID")
                .hasMessageContaining("white label");
    }

    @Test
    void a_sync_link_of_a_working_account_applies_other_options_on_its_visit_once() {
        Connection connection = connect.authorized(tenant);
        connect.events.clear();
        URI link = resume(connection);
        String state = TestConnect.parameters(link).get("state");

        assertThat(link.toString()).startsWith("http://localhost:8000/integrations/salesforce/sync?state=");
        assertThat(connect.connections.get(tenant, connection.id()).options()).isEqualTo(SyncOptions.DEFAULT);
        Outcome visited = connect.authorizations.visit(state);

        assertThat(((Outcome.Completed) visited).connection().options()).isEqualTo(OPTIONS);
        assertThat(connect.events).containsExactly(new ConnectionResumed(tenant, connection.id()));
        assertThat(reason(connect.authorizations.visit(state))).isEqualTo(Outcome.Reason.STATE_UNKNOWN);
    }

    @Test
    void a_sync_link_refreshes_an_expired_session() {
        Connection connection = connect.authorized(tenant);
        connect.remote.expireSessions();

        assertThat(resume(connection).getPath()).isEqualTo("/integrations/salesforce/sync");
        assertThat(connect.remote.refreshesSent).containsExactly("refresh-1");
    }

    @Test
    void a_dead_or_disconnected_account_gets_an_authorize_link() {
        Connection connection = connect.authorized(tenant);
        connect.remote.expireSessions();
        connect.remote.issue(true);
        assertThat(resume(connection).getPath()).isEqualTo("/authorize");

        connect.revocation.revoke(tenant, connection.id());

        assertThat(resume(connection).getPath()).isEqualTo("/authorize");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost.AAAA", "%s.AAAA"})
    void an_account_whose_encryption_key_is_lost_or_another_one_is_authorized_anew(String sealed) {
        Connection connection = connect.authorized(tenant);
        String token = sealed.formatted(connect.key.substring(0, connect.key.indexOf(':')));
        connect.transactions.run(
                tenant,
                () -> connect.jdbc
                        .sql("UPDATE connect_credential SET access_token = ?, refresh_token = ?")
                        .params(token, token)
                        .update());

        assertThat(resume(connection).getPath()).isEqualTo("/authorize");
        connect.authorized(tenant);

        assertThat(connect.grant(tenant, connection).current()).isNotNull();
        assertThat(resume(connection).getPath()).isEqualTo("/integrations/salesforce/sync");
    }

    @Test
    void a_sync_link_opened_after_disconnecting_does_nothing() {
        Connection connection = connect.authorized(tenant);
        String state = TestConnect.parameters(resume(connection)).get("state");
        connect.revocation.revoke(tenant, connection.id());

        assertThat(reason(connect.authorizations.visit(state))).isEqualTo(Outcome.Reason.REFUSED);
    }

    @Test
    void a_sync_link_that_would_add_too_many_tags_is_none_and_one_that_came_to_be_so_is_refused() {
        Connection connection = connect.authorized(tenant);
        connect.connections.tagged(tenant, connection.id(), tags(Connections.MAX_TAGS - 1));
        String state = TestConnect.parameters(resume(connection)).get("state");
        connect.connections.tagged(tenant, connection.id(), tags(Connections.MAX_TAGS));

        assertThatThrownBy(() -> resume(connection)).hasMessageContaining("more than 500 tags");
        Outcome visited = connect.authorizations.visit(state);

        assertThat(reason(visited)).isEqualTo(Outcome.Reason.REFUSED);
        assertThat(((Outcome.Refused) visited).explanation()).contains("more than 500 tags");
    }

    private static Tags tags(int count) {
        return Tags.of(
                IntStream.range(0, count).boxed().collect(Collectors.toMap(number -> "key" + number, number -> "x")));
    }

    @Test
    void the_only_account_needs_no_id_and_of_several_one_must_be_named() {
        assertThatThrownBy(() -> resumeOn(null)).hasMessageContaining("there are 0");
        assertThat(resumeOn("new.my.salesforce.com").getPath()).isEqualTo("/authorize");
        connect.authorized(tenant);
        assertThat(resumeOn(null).getPath()).isEqualTo("/integrations/salesforce/sync");
        connect.remote.user = new RemoteUser("00Dxx0000001gPLEAY", "005xx000001Sv6BBBS", "bob@example.com");
        connect.authorized(tenant);

        assertThatThrownBy(() -> resumeOn(null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .hasMessageContaining("there are 2");
    }

    @Test
    void another_tenants_account_is_not_found() {
        Connection connection = connect.authorized(connect.tenant());

        assertThatThrownBy(() -> resume(connection))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> connect.revocation.revoke(tenant, connection.id()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void links_that_were_never_used_are_swept() {
        connect.clock.pass(Duration.ofDays(2));
        connect.authorizations.sweep();
        connect.begin(tenant, OPTIONS);
        connect.clock.pass(Duration.ofDays(2));

        assertThat(connect.authorizations.sweep()).isEqualTo(1);
    }

    private URI begin() {
        return connect.authorizations.begin(
                tenant, new AuthorizeRequest(SourceKind.SALESFORCE, TestConnect.DOMAIN, List.of(), OPTIONS));
    }

    private Outcome complete(String state, String code) {
        return connect.authorizations.complete(Map.of("state", state, "code", code));
    }

    private URI resume(Connection connection) {
        return connect.authorizations.resume(
                tenant, new ResumeRequest(SourceKind.SALESFORCE, connection.id(), null, List.of(), OPTIONS));
    }

    private URI resumeOn(@Nullable String domain) {
        return connect.authorizations.resume(
                tenant, new ResumeRequest(SourceKind.SALESFORCE, null, domain, List.of(), OPTIONS));
    }

    private static Handover handover(String token) {
        return new Handover(SourceKind.SALESFORCE, TestConnect.DOMAIN, Secret.of(token), null, OPTIONS);
    }

    private long count(Tenant whose) {
        return connect.connections.count(whose, ConnectionFilter.ALL);
    }

    private static Outcome.Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    private static Tags tags(String key, Tags.Value value) {
        return new Tags(new LinkedHashMap<>(Map.of(key, value)));
    }
}
