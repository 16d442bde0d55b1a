package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.source.DataSourceType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An item of a listing. `createdAt` is when it was created at its source, which pickers show;
/// `isSelectable` is false while choosing it would make no file, because of a limit or a format that is not allowed.
record ExternalSourceItem(
        long id,
        String externalId,
        DataSourceType source,
        String name,
        Instant syncedAt,
        boolean isSelectable,
        boolean isExpandable,
        long organizationId,
        String organizationSuppliedUserId,
        long organizationUserId,
        long organizationUserDataSourceId,
        @Nullable Long organizationUserFileToSyncId,
        @Nullable String parentExternalId,
        String itemType,
        @Nullable String rootExternalId,
        @Nullable String externalUrl,
        String fileFormat,
        Instant createdAt,
        Instant updatedAt) {}
