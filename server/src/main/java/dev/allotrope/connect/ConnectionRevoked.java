package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;

/// A connection was disconnected here: its credentials are gone, its documents stay. Published inside the transaction
/// that marks it.
public record ConnectionRevoked(Tenant tenant, ConnectionId connection) {}
