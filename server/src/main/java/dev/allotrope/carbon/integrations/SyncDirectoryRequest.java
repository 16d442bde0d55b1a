package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.settings.SalesforceSettings;
import dev.allotrope.carbon.wire.WireRequest;
import org.jspecify.annotations.Nullable;

/// Names the data source to list again, under other settings if there are any, or to stop listing.
record SyncDirectoryRequest(long dataSourceId, @Nullable SalesforceSettings salesforceSettings)
        implements WireRequest {}
