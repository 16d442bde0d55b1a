package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import org.jspecify.annotations.Nullable;

/// Asks for what the last listing of a data source showed.
record ListDataSourceItemsRequest(
        long dataSourceId,
        @Nullable String parentId,
        @Nullable ListItemsFilters filters,
        @Default("{}") Pagination pagination,
        @Default("name") ExternalSourceItemsOrderBy orderBy,
        @Default("asc") OrderDir orderDir)
        implements WireRequest {}
