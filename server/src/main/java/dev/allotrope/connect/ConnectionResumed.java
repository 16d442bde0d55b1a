package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.tenant.Tenant;

/// A user opened the link that syncs an existing connection again; its options were replaced. Published inside the
/// transaction that stores them.
public record ConnectionResumed(Tenant tenant, ConnectionId connection) {}
