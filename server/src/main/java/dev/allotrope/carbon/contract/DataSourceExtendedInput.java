package dev.allotrope.carbon.contract;

/// What may be said instead of a list of [DataSourceType].
public enum DataSourceExtendedInput {
    ALL
}
