package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.contract.source.OrganizationUserDataSourceAPI;
import org.jspecify.annotations.Nullable;

/// The data source that was connected.
record ConnectDataSourceResponse(
        OrganizationUserDataSourceAPI dataSource, @Nullable String syncUrl) {}
