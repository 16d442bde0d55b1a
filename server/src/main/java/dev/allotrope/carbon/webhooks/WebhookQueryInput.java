package dev.allotrope.carbon.webhooks;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import java.util.List;

/// Asks for webhooks.
record WebhookQueryInput(
        @Default("{}") Pagination pagination,
        @Default("updated_at") WebhookOrderByColumns orderBy,
        @Default("asc") OrderDir orderDir,
        @Default("{}") WebhookFilters filters)
        implements WireRequest {

    /// Which webhooks: with these ids, or all when there are none, as by default.
    record WebhookFilters(
            @Default(value = "[]", orNull = true) List<Long> ids) implements WireRequest {}
}
