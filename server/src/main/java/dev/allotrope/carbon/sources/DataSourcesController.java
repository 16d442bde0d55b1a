package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.contract.DataSourceType;
import dev.allotrope.carbon.contract.DataSources;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.sources.OrganizationUserDataSourceQueryInput.OrganizationUserDataSourceFilters;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionOrder;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.Revocation;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.TagFilter;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.EffectiveSettings;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The customer's data sources, and letting go of one.
@RestController
final class DataSourcesController {
    private final Connections connections;
    private final Revocation revocation;
    private final Customers customers;
    private final Settings settings;

    DataSourcesController(Connections connections, Revocation revocation, Customers customers, Settings settings) {
        this.connections = connections;
        this.revocation = revocation;
        this.customers = customers;
        this.settings = settings;
    }

    @PostMapping("/user_data_sources")
    OrganizationUserDataSourceResponse list(Tenant tenant, @RequestBody OrganizationUserDataSourceQueryInput query) {
        OrganizationUserDataSourceFilters wanted = query.filters();
        TagFilter tags = wanted.tagFilter();
        List<ConnectionId> ids = WireIds.connections(wanted.ids());
        boolean possible = wanted.source() == null || wanted.source() == DataSourceType.SALESFORCE;
        if (!possible || ids != null && ids.isEmpty()) {
            return new OrganizationUserDataSourceResponse(List.of(), 0);
        }
        ConnectionFilter filter =
                new ConnectionFilter(ids == null ? List.of() : ids, wanted.revokedAccess(), null, Tags.NONE);
        ConnectionOrder order = order(query.orderBy(), query.orderDir());
        Page page = query.pagination().page();
        if (tags == null || TagFilters.matchesAll(tags)) {
            return answer(tenant, connections.list(tenant, filter, order, page), connections.count(tenant, filter));
        }
        List<Connection> tagged = everything(tenant, filter, order).stream()
                .filter(connection -> TagFilters.matches(tags, connection.tags()))
                .toList();
        List<Connection> onPage = tagged.stream()
                .filter(connection -> connection.id().value() > page.startingId())
                .skip(page.offset())
                .limit(page.limit())
                .toList();
        return answer(tenant, onPage, tagged.size());
    }

    @PostMapping("/revoke_access_token")
    GenericSuccessResponse revoke(Tenant tenant, @RequestBody RevokeAccessTokenInput request) {
        revocation.revoke(tenant, WireIds.connection(request.dataSourceId()));
        return GenericSuccessResponse.DONE;
    }

    /// A customer has few connections, and trees of tags are rare: they are matched here.
    private List<Connection> everything(Tenant tenant, ConnectionFilter filter, ConnectionOrder order) {
        List<Connection> all = new ArrayList<>();
        List<Connection> page;
        do {
            page = connections.list(tenant, filter, order, new Page(Page.MAX_LIMIT, all.size(), 0));
            all.addAll(page);
        } while (page.size() == Page.MAX_LIMIT);
        return all;
    }

    private OrganizationUserDataSourceResponse answer(Tenant tenant, List<Connection> page, long count) {
        String customer = customers.get(tenant).externalId();
        EffectiveSettings effective = settings.of(tenant);
        return new OrganizationUserDataSourceResponse(
                page.stream()
                        .map(connection -> DataSources.show(connection, customer, effective))
                        .toList(),
                count);
    }

    private static ConnectionOrder order(OrganizationUserDataSourceOrderByColumns by, OrderDir direction) {
        return switch (by) {
            case CREATED_AT ->
                direction == OrderDir.ASC
                        ? ConnectionOrder.CREATED_AT_ASCENDING
                        : ConnectionOrder.CREATED_AT_DESCENDING;
            case UPDATED_AT ->
                direction == OrderDir.ASC
                        ? ConnectionOrder.UPDATED_AT_ASCENDING
                        : ConnectionOrder.UPDATED_AT_DESCENDING;
        };
    }
}
