package dev.allotrope.carbon.contract;

/// States of a file.
public enum ExternalFileSyncStatuses {
    DELAYED,
    QUEUED_FOR_SYNC,
    SYNCING,
    READY,
    SYNC_ERROR,
    EVALUATING_RESYNC,
    RATE_LIMITED,
    SYNC_ABORTED,
    QUEUED_FOR_OCR,
    READY_TO_SYNC
}
