package dev.allotrope.sync.explain;

/// Where a document stands, in a word.
public enum Status {
    SYNCED,
    DRAFT,
    ARCHIVED,
    UNPUBLISHED,
    NOT_VISIBLE_OR_DELETED,
    OUT_OF_SCOPE,
    NO_BODY,
    FAILED,
    HELD,
    WAITING,
    UNKNOWN
}
