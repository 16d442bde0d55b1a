package dev.allotrope.sync;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;

/// A connection as the instance of a `sync` job: `organization:customer:connection`.
record SyncJob(Tenant tenant, ConnectionId connection) {
    static final String NAME = "sync";

    String instance() {
        return tenant + ":" + connection;
    }

    static SyncJob parse(String instance) {
        int last = instance.lastIndexOf(':');
        return new SyncJob(
                Tenant.parse(instance.substring(0, last)),
                new ConnectionId(Long.parseLong(instance.substring(last + 1))));
    }
}
