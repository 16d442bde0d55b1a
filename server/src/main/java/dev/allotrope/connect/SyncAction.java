package dev.allotrope.connect;

/// What the end user last did with a connection; schedules do not change it.
public enum SyncAction {
    ADD,
    UPDATE,
    CANCEL,
    REVOKE
}
