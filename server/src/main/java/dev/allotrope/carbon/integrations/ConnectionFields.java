package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.UserTags;
import dev.allotrope.carbon.contract.processing.FileSyncConfig;
import dev.allotrope.carbon.contract.processing.ProcessingFields;
import dev.allotrope.carbon.settings.SalesforceSettings;
import dev.allotrope.kernel.Tags;
import org.jspecify.annotations.Nullable;

/// The fields that say what is synced on connecting.
interface ConnectionFields extends ProcessingFields {
    /// The longest id that a caller gives a request, in characters: every file that it brings bears it.
    int MAX_REQUEST_ID = 1_000;

    @Nullable
    Tags tags();

    Tags dataSourceTags();

    boolean syncSourceItems();

    boolean syncFilesOnConnection();

    @Nullable
    String requestId();

    @Nullable
    SalesforceSettings salesforceSettings();

    /// These fields as the connection remembers them; `loc` leads to the object that holds them.
    default dev.allotrope.connect.SyncOptions options(Object... loc) {
        FileSyncConfig config = fileSyncConfig();
        boolean all = syncFilesOnConnection() && (config == null || config.takesDocuments());
        return new dev.allotrope.connect.SyncOptions(
                processing(loc),
                UserTags.checked(tags(), "tags", loc),
                UserTags.ofDataSource(dataSourceTags(), "data_source_tags", loc),
                syncSourceItems(),
                all,
                requestId(),
                SalesforceSettings.checked(salesforceSettings(), loc));
    }
}
