package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of white labels.
enum WhiteLabelOrderByColumns implements WireEnum.Lowercase {
    CREATED_AT,
    DATA_SOURCE_TYPE
}
