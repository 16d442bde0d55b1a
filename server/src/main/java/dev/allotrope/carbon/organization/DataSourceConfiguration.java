package dev.allotrope.carbon.organization;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.tenant.settings.OrganizationSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for data sources of a type. An empty list allows every format.
record DataSourceConfiguration(
        @Default("[]") List<String> allowedFileFormats,
        @Nullable String googleWorkspaceDocsSaveAs) implements WireRequest {
    OrganizationSettings.Source source() {
        return new OrganizationSettings.Source(allowedFileFormats, googleWorkspaceDocsSaveAs);
    }
}
