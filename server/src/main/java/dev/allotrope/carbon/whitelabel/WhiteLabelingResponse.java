package dev.allotrope.carbon.whitelabel;

import java.util.Map;

/// What a client may show. `integrations` has an entry for each type with an OAuth app of the organization's own;
/// `connectorSettings` never says anything about file formats, because clients take an empty list for "none allowed".
record WhiteLabelingResponse(
        boolean removeBranding,
        Map<String, Object> integrations,
        Map<String, Object> customLimits,
        Map<String, Object> connectorSettings) {}
