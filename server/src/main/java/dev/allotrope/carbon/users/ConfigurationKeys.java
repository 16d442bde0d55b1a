package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireEnum;

/// Features that can be switched for one user.
public enum ConfigurationKeys implements WireEnum.Lowercase {
    SPARSE_VECTORS
}
