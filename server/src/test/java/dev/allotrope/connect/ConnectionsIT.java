package dev.allotrope.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionsIT {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.123456Z");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestConnect connect;
    private Connections connections;
    private Tenant tenant;
    private ConnectionId first;
    private ConnectionId second;

    @BeforeEach
    void authorize_two_accounts() {
        connect = new TestConnect(database);
        connections = connect.connections;
        tenant = connect.tenant();
        first = connect.authorized(tenant).id();
        connect.remote.user = new RemoteUser("00Dxx0000001gPLEAY", "005xx000001Sv6BBBS", "bob@example.com");
        second = connect.authorized(tenant).id();
    }

    @Test
    void lists_in_both_orders_and_directions() {
        connections.queued(tenant, first);

        assertThat(list(ConnectionFilter.ALL, ConnectionOrder.CREATED_AT_ASCENDING))
                .containsExactly(first, second);
        assertThat(list(ConnectionFilter.ALL, ConnectionOrder.CREATED_AT_DESCENDING))
                .containsExactly(second, first);
        assertThat(list(ConnectionFilter.ALL, ConnectionOrder.UPDATED_AT_ASCENDING))
                .containsExactly(second, first);
        assertThat(list(ConnectionFilter.ALL, ConnectionOrder.UPDATED_AT_DESCENDING))
                .containsExactly(first, second);
    }

    @Test
    void each_reason_for_a_failure_is_told_once_until_a_listing_ends_whole() {
        connect.events.clear();
        connections.failed(tenant, first, "locked");
        connections.listing(tenant, first);
        connections.failed(tenant, first, "locked");
        connections.failed(tenant, first, "blocked");
        connections.listed(tenant, first, AT);
        connections.failed(tenant, first, "blocked");

        assertThat(connect.events)
                .containsExactly(
                        new ConnectionNews.Failed(tenant, first, "locked"),
                        new ConnectionNews.Failed(tenant, first, "blocked"),
                        new ConnectionNews.Listed(tenant, first),
                        new ConnectionNews.Failed(tenant, first, "blocked"));
    }

    @Test
    void that_a_disconnected_account_cannot_be_synced_is_no_news() {
        connect.revocation.revoke(tenant, first);
        connect.events.clear();

        connections.failed(tenant, first, "disconnected");

        assertThat(connect.events).isEmpty();
    }

    @Test
    void those_that_are_disconnected_are_not_counted_where_they_stood() {
        connections.failed(tenant, first, "locked");
        connections.failed(tenant, second, "locked");
        assertThat(connections.usable(tenant, SyncStatus.SYNC_ERROR)).isEqualTo(2);

        database.transactions()
                .run(
                        tenant,
                        () -> database.jdbc()
                                .sql("UPDATE connection SET revoked = true WHERE id = ?")
                                .param(first.value())
                                .update());

        assertThat(connections.usable(tenant, SyncStatus.SYNC_ERROR)).isEqualTo(1);
        assertThat(connections.usable(tenant, SyncStatus.READY)).isZero();
    }

    @Test
    void filters_by_id_revocation_kind_and_tags() {
        connect.revocation.revoke(tenant, first);
        connections.tagged(tenant, second, Tags.of(Map.of("team", "blue", "plan", "pro")));

        assertThat(listed(List.of(first), null, Tags.NONE)).containsExactly(first);
        assertThat(listed(List.of(), true, Tags.NONE)).containsExactly(first);
        assertThat(listed(List.of(), false, Tags.NONE)).containsExactly(second);
        assertThat(listed(List.of(), null, Tags.of(Map.of("team", "blue")))).containsExactly(second);
        assertThat(listed(List.of(), null, Tags.of(Map.of("team", "red")))).isEmpty();
        assertThat(list(ConnectionFilter.usable(SourceKind.SALESFORCE), ConnectionOrder.CREATED_AT_ASCENDING))
                .containsExactly(second);
    }

    @Test
    void an_erased_customers_authorizations_are_revoked_where_they_were_given() {
        assertThat(connect.revocation.erase(tenant)).isTrue();
        assertThat(connect.remote.revoked).as("one at a time").hasSize(1);
        assertThat(connect.revocation.erase(tenant)).isTrue();

        assertThat(connect.remote.revoked).hasSize(2);
        assertThat(connections.count(tenant, ConnectionFilter.ALL)).isZero();
        assertThat(connect.revocation.erase(tenant)).isFalse();
        assertThat(connect.remote.revoked).hasSize(2);
    }

    @Test
    void pages_while_the_count_stays_whole() {
        assertThat(page(new Page(1, 0, 0))).containsExactly(first);
        assertThat(page(new Page(1, 1, 0))).containsExactly(second);
        assertThat(page(new Page(10, 0, first.value()))).containsExactly(second);
        assertThat(connections.count(tenant, ConnectionFilter.ALL)).isEqualTo(2);
    }

    @Test
    void a_listing_goes_from_queued_over_running_to_ready() {
        connections.queued(tenant, first);
        assertThat(get().syncStatus()).isEqualTo(SyncStatus.QUEUED_FOR_SYNCING);
        connections.listing(tenant, first);
        assertThat(get().syncStatus()).isEqualTo(SyncStatus.SYNCING);
        connections.listed(tenant, first, AT);

        assertThat(get().syncStatus()).isEqualTo(SyncStatus.READY);
        assertThat(get().itemsSyncedAt()).isEqualTo(AT);
        assertThat(get().lastSyncedAt()).isEqualTo(AT);
        assertThat(get().lastSyncAction()).isEqualTo(SyncAction.ADD);
    }

    @Test
    void a_failure_is_shown_until_the_next_listing() {
        connections.failed(tenant, first, "Knowledge is off");
        assertThat(get().syncStatus()).isEqualTo(SyncStatus.SYNC_ERROR);
        assertThat(get().syncError()).isEqualTo("Knowledge is off");

        connections.queued(tenant, first);

        assertThat(get().syncError()).isNull();
    }

    @Test
    void canceling_is_an_action_of_the_user() {
        connections.listing(tenant, first);
        connections.canceled(tenant, first, AT);

        assertThat(get().syncStatus()).isEqualTo(SyncStatus.READY);
        assertThat(get().lastSyncAction()).isEqualTo(SyncAction.CANCEL);
        assertThat(get().lastSyncedAt()).isEqualTo(AT);
    }

    @Test
    void queueing_files_moves_action_and_both_times_in_one_step() {
        connections.filesQueued(tenant, first, AT);

        assertThat(get().lastSyncAction()).isEqualTo(SyncAction.UPDATE);
        assertThat(get().lastSyncedAt()).isEqualTo(AT);
        assertThat(get().filesSyncedAt()).isEqualTo(AT);
    }

    @Test
    void every_change_moves_updated_at_forward() {
        Instant before = get().updatedAt();
        for (int step = 0; step < 20; step++) {
            connections.queued(tenant, first);
            assertThat(get().updatedAt()).isAfter(before);
            before = get().updatedAt();
        }
    }

    @Test
    void another_tenants_connection_is_not_found() {
        Tenant other = connect.tenant();

        assertThat(connections.find(other, first)).isEmpty();
        assertThat(connections.count(other, ConnectionFilter.ALL)).isZero();
        assertThatThrownBy(() -> connections.queued(other, first))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> connections.grant(other, first, TestConnect.UNMETERED))
                .isInstanceOf(Failure.class);
    }

    @Test
    void a_job_finds_the_owner_by_the_id_alone() {
        assertThat(connections.owner(first)).contains(tenant);
        assertThat(connections.owner(new ConnectionId(2_000_000_000))).isEmpty();
    }

    private Connection get() {
        return connections.get(tenant, first);
    }

    private List<ConnectionId> listed(List<ConnectionId> ids, @Nullable Boolean revoked, Tags tags) {
        return list(
                new ConnectionFilter(ids, revoked, SourceKind.SALESFORCE, tags), ConnectionOrder.CREATED_AT_ASCENDING);
    }

    private List<ConnectionId> page(Page page) {
        return connections.list(tenant, ConnectionFilter.ALL, ConnectionOrder.CREATED_AT_ASCENDING, page).stream()
                .map(Connection::id)
                .toList();
    }

    private List<ConnectionId> list(ConnectionFilter filter, ConnectionOrder order) {
        return connections.list(tenant, filter, order, Page.first(10)).stream()
                .map(Connection::id)
                .toList();
    }
}
