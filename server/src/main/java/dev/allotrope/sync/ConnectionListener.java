package dev.allotrope.sync;

import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;
import java.time.InstantSource;
import org.springframework.context.event.EventListener;

/// Starts a run when somebody connected, came back through a sync link, or changed what is taken, in the same
/// transaction.
final class ConnectionListener {
    private final Sync sync;
    private final Connections connections;
    private final InstantSource clock;

    ConnectionListener(Sync sync, Connections connections, InstantSource clock) {
        this.sync = sync;
        this.connections = connections;
        this.clock = clock;
    }

    @EventListener
    void on(ConnectionAuthorized event) {
        start(event.tenant(), event.connection(), SyncRun.Cause.CONNECT);
    }

    /// Whoever waits for the link's effect sees it also when there is nothing to sync.
    @EventListener
    void on(ConnectionResumed event) {
        if (!start(event.tenant(), event.connection(), SyncRun.Cause.SYNC_URL)) {
            connections.filesQueued(event.tenant(), event.connection(), clock.instant());
        }
    }

    /// Other settings show in the documents once everything was listed under them.
    @EventListener
    void on(Connections.Configured event) {
        boolean same = event.before().listsLike(event.after());
        if (!same && !connections.get(event.tenant(), event.connection()).revoked()) {
            sync.listAgain(event.tenant(), event.connection(), SyncRun.Cause.SETTINGS);
        }
    }

    private boolean start(Tenant tenant, ConnectionId connection, SyncRun.Cause cause) {
        SyncOptions options = connections.get(tenant, connection).options();
        boolean wanted = options.listItems() || options.syncAll();
        if (wanted) {
            sync.listAgain(tenant, connection, cause);
        }
        return wanted;
    }
}
