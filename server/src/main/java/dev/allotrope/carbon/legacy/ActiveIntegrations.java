package dev.allotrope.carbon.legacy;

import java.util.List;

/// The data sources that can be used, oldest first.
record ActiveIntegrations(List<ActiveIntegration> activeIntegrations) {}
