package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;

/// What else happened to connections, or on the way to one. Published inside the transaction in which it did.
public sealed interface ConnectionNews {
    Tenant tenant();

    /// The end user did not let us in: there is no connection.
    record Denied(Tenant tenant) implements ConnectionNews {}

    /// The end user stopped a sync.
    record Canceled(Tenant tenant, ConnectionId connection) implements ConnectionNews {}

    /// It could not be synced, for a reason that was not told since it last could.
    record Failed(Tenant tenant, ConnectionId connection, String reason) implements ConnectionNews {}

    /// A listing ended whole.
    record Listed(Tenant tenant, ConnectionId connection) implements ConnectionNews {}
}
