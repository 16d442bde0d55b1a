package dev.allotrope.carbon.contract;

/// States of a data source.
public enum DataSourceSyncStatuses {
    QUEUED_FOR_SYNCING,
    SYNCING,
    READY,
    SYNC_ERROR
}
