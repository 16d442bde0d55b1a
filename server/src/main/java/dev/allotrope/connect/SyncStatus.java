package dev.allotrope.connect;

/// Where a connection stands. `READY` means that the last listing was complete, however many documents still wait.
public enum SyncStatus {
    QUEUED_FOR_SYNCING,
    SYNCING,
    READY,
    SYNC_ERROR
}
