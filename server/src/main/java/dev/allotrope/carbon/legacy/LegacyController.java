package dev.allotrope.carbon.legacy;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.contract.source.DataSources;
import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import dev.allotrope.carbon.files.UserFile;
import dev.allotrope.carbon.files.UserFiles;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionOrder;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.EffectiveSettings;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What the components and the JavaScript library of the first years call.
@RestController
final class LegacyController {
    /// Early components poll every few seconds: of each data source they get this many files, the oldest.
    static final int MAX_FILES = 250;

    private final Connections connections;
    private final Customers customers;
    private final Settings settings;
    private final Documents documents;
    private final UserFiles files;

    LegacyController(
            Connections connections, Customers customers, Settings settings, Documents documents, UserFiles files) {
        this.connections = connections;
        this.customers = customers;
        this.settings = settings;
        this.documents = documents;
        this.files = files;
    }

    /// With files unless `include_files` is false: clients that want them do not say so.
    @GetMapping("/integrations")
    ActiveIntegrations integrations(
            Tenant tenant, @RequestParam(name = "include_files", defaultValue = "true") String includeFiles) {
        String customer = customers.get(tenant).externalId();
        EffectiveSettings effective = settings.of(tenant);
        boolean withFiles = !includeFiles.equalsIgnoreCase("false");
        return new ActiveIntegrations(connections
                .list(
                        tenant,
                        ConnectionFilter.usable(SourceKind.SALESFORCE),
                        ConnectionOrder.CREATED_AT_ASCENDING,
                        Page.first(Page.MAX_LIMIT))
                .stream()
                .map(connection -> {
                    OrganizationUserDataSourceAPI source = DataSources.show(connection, customer, effective);
                    return ActiveIntegration.of(source, withFiles ? files(tenant, connection) : null);
                })
                .toList());
    }

    @DeleteMapping("/deletefile/{file_id}")
    GenericSuccessResponse deleteFile(Tenant tenant, @PathVariable("file_id") long fileId) {
        DocumentId id = WireIds.document(fileId);
        if (documents.find(tenant, id).isEmpty()) {
            throw Failure.notFound("file", id);
        }
        documents.remove(tenant, List.of(id), Documents.Reason.DELETED);
        return GenericSuccessResponse.DONE;
    }

    private List<UserFile> files(Tenant tenant, Connection connection) {
        return files.show(
                tenant,
                documents.list(
                        tenant,
                        DocumentFilter.ofConnection(connection.id()),
                        DocumentOrder.BY_ID,
                        Page.first(MAX_FILES)));
    }
}
