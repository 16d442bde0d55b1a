package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.wire.WireRequest;

/// Names the data source to list again, or to stop listing.
record SyncDirectoryRequest(long dataSourceId) implements WireRequest {}
