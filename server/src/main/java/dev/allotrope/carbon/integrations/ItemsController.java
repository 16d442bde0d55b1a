package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.FileFormats;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.UserTags;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.processing.EmbeddingModels;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.contract.source.DataSources;
import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import dev.allotrope.carbon.settings.SalesforceSettings;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.library.item.ItemFilter;
import dev.allotrope.library.item.Items;
import dev.allotrope.library.item.ListedItem;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What a data source publishes: listing it again, showing the listing, choosing from it.
@RestController
final class ItemsController {
    private final Connections connections;
    private final Sync sync;
    private final Items items;
    private final Customers customers;
    private final Settings settings;
    private final EmbeddingModels models;

    ItemsController(
            Connections connections,
            Sync sync,
            Items items,
            Customers customers,
            Settings settings,
            EmbeddingModels models) {
        this.connections = connections;
        this.sync = sync;
        this.items = items;
        this.customers = customers;
        this.settings = settings;
        this.models = models;
    }

    @PostMapping("/integrations/items/sync")
    OrganizationUserDataSourceAPI listAgain(Tenant tenant, @RequestBody SyncDirectoryRequest request) {
        ConnectionId connection = WireIds.connection(request.dataSourceId());
        if (!configured(tenant, connection, request.salesforceSettings())) {
            sync.listAgain(tenant, connection, SyncRun.Cause.ITEMS_SYNC);
        }
        return show(tenant, connection);
    }

    @PostMapping("/integrations/items/sync/cancel")
    OrganizationUserDataSourceAPI cancel(Tenant tenant, @RequestBody SyncDirectoryRequest request) {
        ConnectionId connection = WireIds.connection(request.dataSourceId());
        sync.cancel(tenant, connection);
        return show(tenant, connection);
    }

    @PostMapping("/integrations/items/list")
    ListDataSourceItemsResponse list(Tenant tenant, @RequestBody ListDataSourceItemsRequest request) {
        ConnectionId connection = WireIds.connection(request.dataSourceId());
        connections.get(tenant, connection);
        ListItemsFilters wanted = Objects.requireNonNullElse(request.filters(), ListItemsFilters.NONE);
        if (request.parentId() != null || !wanted.admitsDocuments()) {
            return new ListDataSourceItemsResponse(List.of(), 0);
        }
        ItemFilter filter = new ItemFilter(wanted.ids(), wanted.externalIds(), wanted.name());
        String customer = customers.get(tenant).externalId();
        List<ExternalSourceItem> page = items
                .list(
                        tenant,
                        connection,
                        filter,
                        order(request.orderBy()),
                        direction(request.orderDir()),
                        request.pagination().page())
                .stream()
                .map(item -> show(item, customer))
                .toList();
        return new ListDataSourceItemsResponse(page, items.count(tenant, connection, filter));
    }

    @PostMapping("/integrations/files/sync")
    GenericSuccessResponse select(Tenant tenant, @RequestBody SyncFilesRequest request) {
        models.require(request.embeddingModel());
        Sync.Selection selection = new Sync.Selection(
                request.externalIds(),
                request.processing("body"),
                UserTags.checked(request.tags(), "tags", "body"),
                request.requestId());
        ConnectionId connection = WireIds.connection(request.dataSourceId());
        configured(tenant, connection, request.salesforceSettings());
        sync.select(tenant, connection, selection);
        return GenericSuccessResponse.DONE;
    }

    /// Whether there are settings under which everything is listed again, which is so by themselves.
    private boolean configured(Tenant tenant, ConnectionId connection, @Nullable SalesforceSettings given) {
        SourceSettings wanted = SalesforceSettings.checked(given, "body");
        if (wanted == null) {
            return false;
        }
        SourceSettings before = connections.settings(tenant, connection);
        connections.configure(tenant, connection, _ -> wanted);
        return !before.listsLike(wanted) && !connections.get(tenant, connection).revoked();
    }

    private OrganizationUserDataSourceAPI show(Tenant tenant, ConnectionId connection) {
        return DataSources.show(
                connections.get(tenant, connection), customers.get(tenant).externalId(), settings.of(tenant));
    }

    private static ExternalSourceItem show(ListedItem listed, String customer) {
        return new ExternalSourceItem(
                listed.id(),
                listed.item().externalId(),
                DataSourceType.SALESFORCE,
                listed.item().name(),
                listed.syncedAt(),
                listed.heldBack() == null,
                false,
                listed.tenant().organization().value(),
                customer,
                listed.tenant().customer().value(),
                listed.connection().value(),
                id(listed.document()),
                null,
                SourceItemTypes.ARTICLE.name(),
                null,
                listed.item().url(),
                FileFormats.SALESFORCE.name(),
                listed.item().createdAt(),
                listed.updatedAt());
    }

    private static @Nullable Long id(@Nullable DocumentId document) {
        return document == null ? null : document.value();
    }

    /// There are no directories, so directories first is by name.
    private static Items.Order order(ExternalSourceItemsOrderBy by) {
        return switch (by) {
            case NAME, DIRECTORIES_FIRST -> Items.Order.NAME;
            case ID -> Items.Order.ID;
        };
    }

    private static DocumentOrder.Direction direction(OrderDir direction) {
        return switch (direction) {
            case ASC -> DocumentOrder.Direction.ASCENDING;
            case DESC -> DocumentOrder.Direction.DESCENDING;
        };
    }
}
