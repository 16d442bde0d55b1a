package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.wire.WireEnum;

/// Directions of an order.
public enum OrderDir implements WireEnum.Lowercase {
    ASC,
    DESC
}
