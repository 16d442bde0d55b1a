package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.connect.Connections;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Tenant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Shows and changes the settings of a data source. A change of what is listed starts a run.
@RestController
final class SettingsController {
    private final Connections connections;

    SettingsController(Connections connections) {
        this.connections = connections;
    }

    @GetMapping("/data_sources/{id}/settings")
    SalesforceSettings show(Tenant tenant, @PathVariable("id") long id) {
        return SalesforceSettings.of(connections.settings(tenant, WireIds.connection(id)));
    }

    @PatchMapping("/data_sources/{id}/settings")
    SalesforceSettings change(Tenant tenant, @PathVariable("id") long id, @RequestBody SettingsChange change) {
        SourceSettings after = connections.configure(
                tenant,
                WireIds.connection(id),
                before -> change.over(SalesforceSettings.of(before)).checked("body"));
        return SalesforceSettings.of(after);
    }
}
