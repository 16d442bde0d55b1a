package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;

/// Takes tags of a data source away, all of them whatever else is named with `removeAllTags`.
record RemoveDataSourceTagsInput(
        long dataSourceId,
        @Default("[]") List<String> tagsToRemove,
        @Default("false") boolean removeAllTags) implements WireRequest {}
