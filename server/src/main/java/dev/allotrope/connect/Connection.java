package dev.allotrope.connect;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A customer's authorization of one remote user of one remote organization; at most one exists for the three of
/// them.
///
/// `label` is what the end user calls the account and has no `|`; `domain` is the host they gave, `instance` the
/// base address of the API. `lastSyncedAt` starts as `createdAt`; `updatedAt` strictly increases. `options` are
/// those of the latest authorization. A revoked connection keeps its documents and has no credentials.
public record Connection(
        ConnectionId id,
        Tenant tenant,
        SourceKind kind,
        String label,
        String domain,
        URI instance,
        String remoteOrganizationId,
        String remoteUserId,
        SyncStatus syncStatus,
        @Nullable String syncError,
        SyncAction lastSyncAction,
        Instant lastSyncedAt,
        @Nullable Instant itemsSyncedAt,
        @Nullable Instant filesSyncedAt,
        boolean revoked,
        SyncOptions options,
        Tags tags,
        Map<String, String> metadata,
        Instant createdAt,
        Instant updatedAt) {
    public Connection {
        metadata = Map.copyOf(metadata);
    }
}
