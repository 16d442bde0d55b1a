package dev.allotrope.carbon.contract;

import dev.allotrope.library.document.DocumentStatus;

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
    READY_TO_SYNC;

    public static ExternalFileSyncStatuses of(DocumentStatus status) {
        return switch (status) {
            case QUEUED -> QUEUED_FOR_SYNC;
            case SYNCING -> SYNCING;
            case READY -> READY;
            case EVALUATING -> EVALUATING_RESYNC;
            case FAILED -> SYNC_ERROR;
            case ABORTED -> SYNC_ABORTED;
            case RECORDED -> READY_TO_SYNC;
        };
    }
}
