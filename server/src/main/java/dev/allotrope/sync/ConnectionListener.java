package dev.allotrope.sync;

import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;
import org.springframework.context.event.EventListener;

/// Starts a run when somebody connected, or came back through a sync link, in the same transaction.
final class ConnectionListener {
    private final Sync sync;
    private final Connections connections;

    ConnectionListener(Sync sync, Connections connections) {
        this.sync = sync;
        this.connections = connections;
    }

    @EventListener
    void on(ConnectionAuthorized event) {
        start(event.tenant(), event.connection(), SyncRun.Cause.CONNECT);
    }

    @EventListener
    void on(ConnectionResumed event) {
        start(event.tenant(), event.connection(), SyncRun.Cause.SYNC_URL);
    }

    private void start(Tenant tenant, ConnectionId connection, SyncRun.Cause cause) {
        SyncOptions options = connections.get(tenant, connection).options();
        if (options.listItems() || options.syncAll()) {
            sync.listAgain(tenant, connection, cause);
        }
    }
}
