package dev.allotrope.carbon.contract.source;

/// What may be said instead of a list of [DataSourceType].
public enum DataSourceExtendedInput {
    ALL
}
