package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.wire.WireRequest;

/// Names the data source to disconnect.
record RevokeAccessTokenInput(long dataSourceId) implements WireRequest {}
