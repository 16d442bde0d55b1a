package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;

/// A user approved. `first` unless the connection existed before, revoked or not. Published inside the transaction
/// that stores it; the connection's options say what is wanted.
public record ConnectionAuthorized(Tenant tenant, ConnectionId connection, boolean first) {}
