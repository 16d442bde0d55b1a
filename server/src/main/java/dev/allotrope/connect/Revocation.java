package dev.allotrope.connect;

import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.Credential;
import dev.allotrope.connect.token.CredentialTable;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Disconnects: first here, for certain, then at the remote system, as far as it answers. The documents stay.
public final class Revocation {
    private static final Logger LOG = LoggerFactory.getLogger(Revocation.class);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final CredentialTable credentials;
    private final Connections connections;
    private final Authorizers authorizers;
    private final ApplicationEventPublisher events;

    Revocation(
            JdbcClient jdbc,
            Transactions transactions,
            CredentialTable credentials,
            Connections connections,
            Authorizers authorizers,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.credentials = credentials;
        this.connections = connections;
        this.authorizers = authorizers;
        this.events = events;
    }

    /// Revoking twice does nothing more. Throws [Failure] with `NOT_FOUND`. Not to be called inside a
    /// transaction: it waits for the remote system.
    public Connection revoke(Tenant tenant, ConnectionId id) {
        Optional<Credential> credential = transactions.in(tenant, () -> mark(tenant, id));
        credential.ifPresent(held -> revokeThere(id, held));
        return connections.get(tenant, id);
    }

    /// Erases one connection of a deleted customer, after its authorization was revoked where it was given: each may
    /// wait for the remote system. Whoever repeats this after a crash revokes once more, which changes nothing.
    /// Returns whether there was one.
    boolean erase(Tenant tenant) {
        Optional<Connection> next =
                connections
                        .list(tenant, ConnectionFilter.ALL, ConnectionOrder.CREATED_AT_ASCENDING, Page.first(1))
                        .stream()
                        .findFirst();
        if (next.isEmpty()) {
            erase(tenant, "connect_state", "");
            return false;
        }
        ConnectionId id = next.get().id();
        transactions.in(tenant, () -> readable(tenant, id)).ifPresent(credential -> revokeThere(id, credential));
        erase(tenant, "connection", " AND id = " + id);
        return true;
    }

    private void erase(Tenant tenant, String table, String which) {
        transactions.run(
                tenant,
                () -> jdbc.sql("DELETE FROM " + table
                                + " WHERE organization_id = :organization AND customer_id = :customer" + which)
                        .param("organization", tenant.organization().value())
                        .param("customer", tenant.customer().value())
                        .update());
    }

    private Optional<Credential> mark(Tenant tenant, ConnectionId id) {
        credentials.lockConnection(tenant, id);
        if (connections.get(tenant, id).revoked()) {
            return Optional.empty();
        }
        Optional<Credential> credential = readable(tenant, id);
        credentials.delete(tenant, id);
        jdbc.sql("""
                UPDATE connection
                SET revoked = true, sync_status = 'READY', sync_error = NULL, last_sync_action = 'REVOKE',
                    updated_at = touched(updated_at)
                WHERE organization_id = :organization AND customer_id = :customer AND id = :id""")
                .param("organization", tenant.organization().value())
                .param("customer", tenant.customer().value())
                .param("id", id.value())
                .update();
        events.publishEvent(new ConnectionRevoked(tenant, id));
        return credential;
    }

    /// A lost encryption key is no reason to keep what it sealed.
    private Optional<Credential> readable(Tenant tenant, ConnectionId id) {
        try {
            return credentials.lock(tenant, id);
        } catch (Failure failure) {
            LOG.warn("connection {} is disconnected here only: {}", id, failure.getMessage());
            return Optional.empty();
        }
    }

    private void revokeThere(ConnectionId id, Credential credential) {
        Secret refresh = credential.refresh();
        Secret token = refresh == null ? credential.access().value() : refresh;
        try {
            authorizers.of(credential.kind()).revoke(credential.domain(), token);
        } catch (Failure failure) {
            LOG.warn(
                    "connection {} is disconnected here, but its authorization stands there: {}",
                    id,
                    failure.getMessage());
        }
    }
}
