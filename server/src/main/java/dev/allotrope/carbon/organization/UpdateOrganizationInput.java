package dev.allotrope.carbon.organization;

import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.wire.WireRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes to what an organization sets for its users; absent and null change nothing. The configurations are keyed
/// by data source type or `DEFAULT`; types that are not named keep theirs.
record UpdateOrganizationInput(
        @Nullable UserConfiguration globalUserConfig,
        @Nullable Map<String, DataSourceConfiguration> dataSourceConfigs) implements WireRequest {}
