package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Page;
import jakarta.validation.constraints.Min;

/// Which part of a list is asked for. `limit` -1 and anything above [Page#MAX_LIMIT] mean that maximum.
public record Pagination(
        @Default("10") @Min(-1) long limit,
        @Default("0") @Min(0) long offset,
        @Default("0") @Min(0) long startingId) implements WireRequest {
    public Page page() {
        long rows = limit < 0 ? Page.MAX_LIMIT : Math.min(limit, Page.MAX_LIMIT);
        return new Page((int) rows, offset, startingId);
    }
}
