package dev.allotrope.carbon.users;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.tenant.Customers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for users, newest first unless told otherwise.
record ListUsersRequest(
        @Default("{}") Pagination pagination,
        @Default("{}") ListUsersFilters filters,
        @Default("created_at") ListUsersOrderByTypes orderBy,
        @Default("desc") OrderDir orderDir,
        @Default("false") boolean includeCount)
        implements WireRequest {
    /// Which users; null restricts nothing, and an empty list leaves nobody.
    record ListUsersFilters(
            @Nullable List<String> customerIds, @Nullable List<Long> carbonUserIds) implements WireRequest {
        Customers.Filter filter() {
            return new Customers.Filter(customerIds, WireIds.customers(carbonUserIds));
        }
    }

    Customers.Order order() {
        return switch (orderBy) {
            case CREATED_AT ->
                orderDir == OrderDir.ASC ? Customers.Order.CREATED_AT_ASCENDING : Customers.Order.CREATED_AT_DESCENDING;
            case UPDATED_AT ->
                orderDir == OrderDir.ASC ? Customers.Order.UPDATED_AT_ASCENDING : Customers.Order.UPDATED_AT_DESCENDING;
        };
    }
}
