package dev.allotrope.library.document;

/// Where a document stands, as its owner sees it.
public enum DocumentStatus {
    /// Waits to be fetched or processed for the first time, or again.
    QUEUED,
    /// Fetched; being parsed, chunked, embedded or indexed.
    SYNCING,
    /// Everything that was asked for is done and findable.
    READY,
    /// Ready as it was, while a run that nobody asked for looks whether its content changed.
    EVALUATING,
    /// Could not be done; the document's error says why.
    FAILED,
    /// Canceled before it was fetched; the next run takes it.
    ABORTED,
    /// The record alone was asked for and is there.
    RECORDED
}
