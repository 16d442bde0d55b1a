package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.TagFilters;
import dev.allotrope.carbon.contract.UserTags;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.contract.source.DataSources;
import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import dev.allotrope.carbon.sources.OrganizationUserDataSourceQueryInput.OrganizationUserDataSourceFilters;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionOrder;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.Revocation;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.tenant.Owners;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Data sources of a customer or of a whole organization, their tags, and letting go of one.
@RestController
final class DataSourcesController {
    private final Connections connections;
    private final Revocation revocation;
    private final Owners owners;

    DataSourcesController(Connections connections, Revocation revocation, Owners owners) {
        this.connections = connections;
        this.revocation = revocation;
        this.owners = owners;
    }

    @PostMapping("/user_data_sources")
    OrganizationUserDataSourceResponse list(Tenant tenant, @RequestBody OrganizationUserDataSourceQueryInput query) {
        return list(tenant, new Scope.Organization(tenant.organization()), query);
    }

    /// Those of all customers.
    @PostMapping("/data_sources")
    OrganizationUserDataSourceResponse listAll(
            Scope.Organization organization, @RequestBody OrganizationUserDataSourceQueryInput query) {
        return list(organization, organization, query);
    }

    @PostMapping("/data_sources/tags/add")
    OrganizationUserDataSourceAPI addTags(Tenant tenant, @RequestBody AddDataSourceTagsInput request) {
        ConnectionId id = WireIds.connection(request.dataSourceId());
        connections.tagged(tenant, id, UserTags.ofDataSource(request.tags(), "tags", "body"));
        return show(tenant, id);
    }

    @PostMapping("/data_sources/tags/remove")
    OrganizationUserDataSourceAPI removeTags(Tenant tenant, @RequestBody RemoveDataSourceTagsInput request) {
        ConnectionId id = WireIds.connection(request.dataSourceId());
        if (request.removeAllTags()) {
            connections.untagged(tenant, id);
        } else if (!request.tagsToRemove().isEmpty()) {
            connections.untagged(tenant, id, request.tagsToRemove());
        }
        return show(tenant, id);
    }

    @PostMapping("/revoke_access_token")
    GenericSuccessResponse revoke(Tenant tenant, @RequestBody RevokeAccessTokenInput request) {
        revocation.revoke(tenant, WireIds.connection(request.dataSourceId()));
        return GenericSuccessResponse.DONE;
    }

    private OrganizationUserDataSourceResponse list(
            Scope scope, Scope.Organization organization, OrganizationUserDataSourceQueryInput query) {
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
            return new OrganizationUserDataSourceResponse(
                    show(organization, connections.list(scope, filter, order, page)), connections.count(scope, filter));
        }
        List<Connection> tagged = everything(scope, filter, order).stream()
                .filter(connection -> TagFilters.matches(tags, connection.tags()))
                .toList();
        List<Connection> onPage = tagged.stream()
                .filter(connection -> connection.id().value() > page.startingId())
                .skip(page.offset())
                .limit(page.limit())
                .toList();
        return new OrganizationUserDataSourceResponse(show(organization, onPage), tagged.size());
    }

    /// Trees of tags are rare, and an organization has thousands of connections, not millions: they are matched
    /// here.
    private List<Connection> everything(Scope scope, ConnectionFilter filter, ConnectionOrder order) {
        List<Connection> all = new ArrayList<>();
        List<Connection> page;
        do {
            page = connections.list(scope, filter, order, new Page(Page.MAX_LIMIT, all.size(), 0));
            all.addAll(page);
        } while (page.size() == Page.MAX_LIMIT);
        return all;
    }

    private OrganizationUserDataSourceAPI show(Tenant tenant, ConnectionId id) {
        return show(new Scope.Organization(tenant.organization()), List.of(connections.get(tenant, id)))
                .getFirst();
    }

    private List<OrganizationUserDataSourceAPI> show(Scope.Organization organization, List<Connection> page) {
        Map<CustomerId, Owners.Owner> of = owners.of(
                organization,
                page.stream()
                        .map(connection -> connection.tenant().customer())
                        .distinct()
                        .toList());
        return page.stream()
                .map(connection -> show(connection, of.get(connection.tenant().customer())))
                .toList();
    }

    private static OrganizationUserDataSourceAPI show(Connection connection, Owners.@Nullable Owner owner) {
        if (owner == null) {
            throw new IllegalStateException("connection " + connection.id() + " belongs to nobody");
        }
        return DataSources.show(connection, owner.externalId(), owner.settings());
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
