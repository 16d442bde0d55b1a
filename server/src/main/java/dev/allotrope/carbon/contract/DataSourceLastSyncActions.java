package dev.allotrope.carbon.contract;

/// What happened to a data source last.
public enum DataSourceLastSyncActions {
    ADD,
    UPDATE,
    CANCEL,
    REVOKE
}
