package dev.allotrope.sync;

import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;
import org.springframework.context.event.EventListener;

/// Starts a run when somebody connected, or came back through a sync link, in the same transaction.
final class ConnectionListener {
    private final Sync sync;

    ConnectionListener(Sync sync) {
        this.sync = sync;
    }

    @EventListener
    void on(ConnectionAuthorized event) {
        start(event.tenant(), event.connection(), event.options(), SyncRun.Cause.CONNECT);
    }

    @EventListener
    void on(ConnectionResumed event) {
        start(event.tenant(), event.connection(), event.options(), SyncRun.Cause.SYNC_URL);
    }

    private void start(Tenant tenant, ConnectionId connection, SyncOptions options, SyncRun.Cause cause) {
        if (options.listItems() || options.syncAll()) {
            sync.listAgain(tenant, connection, cause);
        }
    }
}
