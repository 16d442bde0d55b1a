package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.Pagination;
import dev.allotrope.carbon.integrations.OauthBasedConnectors;
import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.connect.app.WhiteLabel;
import dev.allotrope.connect.app.WhiteLabels;
import dev.allotrope.source.SourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for white labels.
record ListWhiteLabelRequest(
        @Default("{}") Pagination pagination,
        @Default("created_at") WhiteLabelOrderByColumns orderBy,
        @Default("asc") OrderDir orderDir,
        @Default("{}") WhiteLabelFilters filters)
        implements WireRequest {

    /// Which white labels. An empty list restricts nothing here: it is the contract's default.
    record WhiteLabelFilters(
            @Default(value = "[]", orNull = true) List<Long> ids,
            @Default(value = "[]", orNull = true) List<OauthBasedConnectors> dataSourceType)
            implements WireRequest {
        WhiteLabels.Filter filter() {
            return new WhiteLabels.Filter(labels(), kinds());
        }

        private @Nullable List<WhiteLabel.Id> labels() {
            return ids.isEmpty() ? null : DeleteWhiteLabelRequest.labels(ids);
        }

        private @Nullable List<SourceKind> kinds() {
            if (dataSourceType.isEmpty()) {
                return null;
            }
            return dataSourceType.contains(OauthBasedConnectors.SALESFORCE)
                    ? List.of(SourceKind.SALESFORCE)
                    : List.of();
        }
    }

    WhiteLabel.Order order() {
        boolean up = orderDir == OrderDir.ASC;
        return switch (orderBy) {
            case CREATED_AT -> up ? WhiteLabel.Order.CREATED_AT_ASCENDING : WhiteLabel.Order.CREATED_AT_DESCENDING;
            case DATA_SOURCE_TYPE -> up ? WhiteLabel.Order.KIND_ASCENDING : WhiteLabel.Order.KIND_DESCENDING;
        };
    }
}
