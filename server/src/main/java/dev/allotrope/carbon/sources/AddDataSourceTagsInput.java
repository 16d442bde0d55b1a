package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;

/// Lays tags over those of a data source.
record AddDataSourceTagsInput(long dataSourceId, Tags tags) implements WireRequest {}
