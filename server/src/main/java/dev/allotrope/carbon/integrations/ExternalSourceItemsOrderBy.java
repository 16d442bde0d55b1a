package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of items.
public enum ExternalSourceItemsOrderBy implements WireEnum.Lowercase {
    NAME,
    ID,
    DIRECTORIES_FIRST
}
