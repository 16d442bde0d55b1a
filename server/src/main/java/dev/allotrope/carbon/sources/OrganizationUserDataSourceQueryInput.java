package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireReader;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for data sources.
record OrganizationUserDataSourceQueryInput(
        @Default("{}") Pagination pagination,
        @Default("updated_at") OrganizationUserDataSourceOrderByColumns orderBy,
        @Default("asc") OrderDir orderDir,
        @Default("{}") OrganizationUserDataSourceFilters filters)
        implements WireRequest {

    /// Which data sources; null restricts nothing.
    record OrganizationUserDataSourceFilters(
            @Nullable DataSourceType source,
            @Nullable List<Long> ids,
            @Nullable Boolean revokedAccess,
            @Nullable JsonNode tags)
            implements WireRequest {
        /// Tags as a tree like `tags_v2`, or flat; null when they restrict nothing.
        @Nullable
        TagFilter tagFilter() {
            if (tags == null) {
                return null;
            }
            Object[] loc = {"body", "filters", "tags"};
            return tags.has("OR") || tags.has("AND")
                    ? WireReader.read(tags, TagFilter.class, loc)
                    : TagFilters.of(WireReader.read(tags, Tags.class, loc), null);
        }
    }
}
