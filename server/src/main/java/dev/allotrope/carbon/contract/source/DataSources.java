package dev.allotrope.carbon.contract.source;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.SyncAction;
import dev.allotrope.connect.SyncStatus;
import dev.allotrope.tenant.settings.EffectiveSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/// Shows connections as data sources.
public final class DataSources {
    private DataSources() {}

    /// `customer` is the organization's own name for the customer, whose settings these are.
    public static OrganizationUserDataSourceAPI show(
            Connection connection, String customer, EffectiveSettings settings) {
        return new OrganizationUserDataSourceAPI(
                connection.id().value(),
                DataSourceType.SALESFORCE + "|" + connection.label() + "|" + connection.domain(),
                DataSourceType.SALESFORCE,
                null,
                status(connection.syncStatus()),
                connection.itemsSyncedAt(),
                connection.tenant().customer().value(),
                connection.tenant().organization().value(),
                customer,
                connection.revoked(),
                connection.lastSyncedAt(),
                action(connection.lastSyncAction()),
                autoSynced(connection, settings),
                connection.createdAt(),
                connection.updatedAt(),
                connection.filesSyncedAt(),
                metadata(connection),
                connection.tags());
    }

    /// Whether the connection is synced without anybody asking; one that was disconnected is not.
    public static boolean autoSynced(Connection connection, EffectiveSettings settings) {
        return !connection.revoked()
                && settings.autoSync().covers(connection.kind().name());
    }

    /// The contract has no field for what went wrong, so it is told here.
    private static Map<String, String> metadata(Connection connection) {
        Map<String, String> metadata = new LinkedHashMap<>(connection.metadata());
        if (connection.syncError() != null) {
            metadata.put("sync_error", connection.syncError());
        }
        return metadata;
    }

    private static DataSourceSyncStatuses status(SyncStatus status) {
        return switch (status) {
            case QUEUED_FOR_SYNCING -> DataSourceSyncStatuses.QUEUED_FOR_SYNCING;
            case SYNCING -> DataSourceSyncStatuses.SYNCING;
            case READY -> DataSourceSyncStatuses.READY;
            case SYNC_ERROR -> DataSourceSyncStatuses.SYNC_ERROR;
        };
    }

    private static DataSourceLastSyncActions action(SyncAction action) {
        return switch (action) {
            case ADD -> DataSourceLastSyncActions.ADD;
            case UPDATE -> DataSourceLastSyncActions.UPDATE;
            case CANCEL -> DataSourceLastSyncActions.CANCEL;
            case REVOKE -> DataSourceLastSyncActions.REVOKE;
        };
    }
}
