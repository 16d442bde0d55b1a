package dev.allotrope.notify;

/// What receivers are told of, by the names they know. Those of the contract that nothing here can cause are missing.
public enum Event {
    ADD(Kind.DATA_SOURCE),
    UPDATE(Kind.DATA_SOURCE),
    CANCEL(Kind.DATA_SOURCE),
    REVOKE(Kind.DATA_SOURCE),
    DATA_SOURCE_READY(Kind.DATA_SOURCE),
    /// Our own.
    DATA_SOURCE_ERROR(Kind.DATA_SOURCE),
    FILES_CREATED(Kind.FILE_LIST),
    ALL_UPLOADED_FILES_QUEUED(Kind.UPLOAD_REQUEST_ID),
    FILE_SYNCING(Kind.FILE),
    FILE_READY(Kind.FILE),
    FILE_ERROR(Kind.FILE),
    RATE_LIMIT_ERROR(Kind.FILE),
    FILE_DELETED(Kind.FILE),
    FILES_SKIPPED(Kind.FILE_LIST),
    ALL_FILES_PROCESSED(Kind.UPLOAD_REQUEST_ID),
    FILE_SYNC_LIMIT_REACHED(Kind.ORGANIZATION_USER),
    FILE_STATISTICS_AGGREGATED(Kind.NONE),
    ORGANIZATION_USER_DELETED(Kind.ORGANIZATION_USER),
    CHECKUP(Kind.NONE);

    /// What kind of thing an event is about.
    public enum Kind {
        DATA_SOURCE,
        FILE,
        FILE_LIST,
        UPLOAD_REQUEST_ID,
        ORGANIZATION_USER,
        NONE
    }

    private final Kind kind;

    Event(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
