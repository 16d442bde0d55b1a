package dev.allotrope.carbon.contract;

import dev.allotrope.tenant.settings.OrganizationSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What an organization set for its data sources, by type or `DEFAULT`. Formats that are not restricted are left out:
/// clients take an empty list for "none allowed".
public final class ConnectorSettings {
    private ConnectorSettings() {}

    public static Map<String, Map<String, Object>> of(OrganizationSettings settings) {
        Map<String, Map<String, Object>> shown = new TreeMap<>();
        settings.sources().forEach((type, source) -> shown.put(type, show(source)));
        return shown;
    }

    private static Map<String, Object> show(OrganizationSettings.Source source) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!source.formats().isEmpty()) {
            shown.put("allowed_file_formats", source.formats());
        }
        if (source.savedAs() != null) {
            shown.put("google_workspace_docs_save_as", source.savedAs());
        }
        return shown;
    }
}
