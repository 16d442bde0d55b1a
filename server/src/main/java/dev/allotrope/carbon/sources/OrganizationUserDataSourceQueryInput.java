package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.contract.DataSourceType;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.library.TagFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            @Nullable TagFilter tags)
            implements WireRequest {}
}
