package dev.allotrope.carbon.legacy;

import dev.allotrope.carbon.contract.source.DataSourceLastSyncActions;
import dev.allotrope.carbon.contract.source.DataSourceSyncStatuses;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import dev.allotrope.carbon.files.UserFile;
import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A data source as early clients know it, with its files when they ask for them.
record ActiveIntegration(
        long id,
        String dataSourceExternalId,
        DataSourceType dataSourceType,
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
        Tags tags,
        @Nullable List<UserFile> syncedFiles) {
    static ActiveIntegration of(OrganizationUserDataSourceAPI source, @Nullable List<UserFile> files) {
        return new ActiveIntegration(
                source.id(),
                source.dataSourceExternalId(),
                source.dataSourceType(),
                source.syncStatus(),
                source.sourceItemsSyncedAt(),
                source.organizationUserId(),
                source.organizationId(),
                source.organizationSuppliedUserId(),
                source.revokedAccess(),
                source.lastSyncedAt(),
                source.lastSyncAction(),
                source.enableAutoSync(),
                source.createdAt(),
                source.updatedAt(),
                source.filesSyncedAt(),
                source.dataSourceMetadata(),
                source.tags(),
                files);
    }
}
