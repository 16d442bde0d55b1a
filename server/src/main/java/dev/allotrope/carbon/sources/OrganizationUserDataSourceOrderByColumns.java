package dev.allotrope.carbon.sources;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of data sources.
public enum OrganizationUserDataSourceOrderByColumns implements WireEnum.Lowercase {
    CREATED_AT,
    UPDATED_AT
}
