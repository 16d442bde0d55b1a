package dev.allotrope.carbon.contract.source;

/// What happened to a data source last.
public enum DataSourceLastSyncActions {
    ADD,
    UPDATE,
    CANCEL,
    REVOKE
}
