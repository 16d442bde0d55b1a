package dev.allotrope.carbon.contract.source;

/// States of a data source.
public enum DataSourceSyncStatuses {
    QUEUED_FOR_SYNCING,
    SYNCING,
    READY,
    SYNC_ERROR
}
