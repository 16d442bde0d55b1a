package dev.allotrope.carbon.contract.source;

import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A data source. `dataSourceExternalId` is `SALESFORCE|label|domain`, which clients take apart; `token` is never
/// told.
public record OrganizationUserDataSourceAPI(
        long id,
        String dataSourceExternalId,
        DataSourceType dataSourceType,
        @Nullable Map<String, String> token,
        DataSourceSyncStatuses syncStatus,
        @Nullable Instant sourceItemsSyncedAt,
        long organizationUserId,
        long organizationId,
        String organizationSuppliedUserId,
        boolean revokedAccess,
        Instant lastSyncedAt,
        DataSourceLastSyncActions lastSyncAction,
        @Nullable Boolean enableAutoSync,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant filesSyncedAt,
        Map<String, String> dataSourceMetadata,
        Tags tags) {}
