package dev.allotrope.carbon.whitelabel;

import java.util.Map;

/// What a client may show. `integrations` has an entry for each type with an OAuth app of the organization's own;
/// `connectorSettings` never holds an empty list of formats, because clients take that for "none allowed".
record WhiteLabelingResponse(
        boolean removeBranding,
        Map<String, Object> integrations,
        Map<String, Long> customLimits,
        Map<String, Map<String, Object>> connectorSettings) {}
