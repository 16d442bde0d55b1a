package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionNews;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.Json;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Turns an authorization into a connection: the one that the customer already has with that remote user, or a new
/// one.
final class Enrolment {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final CredentialTable credentials;
    private final Connections connections;
    private final ApplicationEventPublisher events;

    Enrolment(
            JdbcClient jdbc,
            Transactions transactions,
            CredentialTable credentials,
            Connections connections,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.credentials = credentials;
        this.connections = connections;
        this.events = events;
    }

    /// An authorization by `user`, whose tokens were given to the app named `app`.
    record Account(
            SourceKind kind, String domain, RemoteUser user, IssuedTokens tokens, String app, SyncOptions options) {}

    Connection enrol(Tenant tenant, Account account) {
        return transactions.in(tenant, () -> {
            Optional<ConnectionId> existing = lock(tenant, account);
            ConnectionId id = existing.or(() -> insert(tenant, account)).orElseGet(() -> winner(tenant, account));
            refresh(tenant, id, account);
            credentials.put(tenant, id, account.tokens(), account.app());
            connections.tagged(tenant, id, account.options().connectionTags());
            connections.adopt(tenant, id, account.options().settings());
            events.publishEvent(new ConnectionAuthorized(tenant, id, existing.isEmpty()));
            return connections.get(tenant, id);
        });
    }

    /// The end user did not let us in.
    void denied(Tenant tenant) {
        transactions.run(tenant, () -> events.publishEvent(new ConnectionNews.Denied(tenant)));
    }

    // Looked up first: an insert that conflicts would use up an identity.
    private Optional<ConnectionId> lock(Tenant tenant, Account account) {
        return of(tenant, account, """
                SELECT id FROM connection
                WHERE organization_id = :organization AND customer_id = :customer AND kind = :kind
                  AND remote_organization_id = :remoteOrganization AND remote_user_id = :remoteUser
                FOR UPDATE""").query(Long.class).optional().map(ConnectionId::new);
    }

    private Optional<ConnectionId> insert(Tenant tenant, Account account) {
        return of(tenant, account, """
                INSERT INTO connection (organization_id, customer_id, kind, label, domain, instance, remote_organization_id,
                    remote_user_id, sync_status, last_sync_action, last_synced_at, options, created_at, updated_at)
                SELECT :organization, :customer, :kind, '', '', '', :remoteOrganization,
                    :remoteUser, 'READY', 'ADD', at, '{}', at, at
                FROM clock_timestamp() AS at
                ON CONFLICT (customer_id, kind, remote_organization_id, remote_user_id) DO NOTHING
                RETURNING id""").query(Long.class).optional().map(ConnectionId::new);
    }

    private ConnectionId winner(Tenant tenant, Account account) {
        return lock(tenant, account)
                .orElseThrow(() -> new IllegalStateException("a connection vanished right after its creation"));
    }

    private void refresh(Tenant tenant, ConnectionId id, Account account) {
        SyncOptions options = account.options();
        SyncStatus status = options.listItems() || options.syncAll() ? SyncStatus.QUEUED_FOR_SYNCING : SyncStatus.READY;
        of(tenant, account, """
                UPDATE connection
                SET label = :label, domain = :domain, instance = :instance, sync_status = :status, sync_error = NULL, error_told = NULL,
                    last_sync_action = 'ADD', revoked = false, options = :options::jsonb, updated_at = touched(updated_at)
                WHERE organization_id = :organization AND customer_id = :customer AND id = :id""")
                .param("id", id.value())
                .param("label", account.user().name().replace('|', '/'))
                .param("domain", account.domain())
                .param("instance", account.tokens().instance().toString())
                .param("status", status.name())
                .param("options", Json.write(options.with(null)))
                .update();
    }

    private JdbcClient.StatementSpec of(Tenant tenant, Account account, String sql) {
        return jdbc.sql(sql)
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("kind", account.kind().name())
                .param("remoteOrganization", account.user().organizationId())
                .param("remoteUser", account.user().userId());
    }
}
