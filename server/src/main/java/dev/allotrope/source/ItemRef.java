package dev.allotrope.source;

/// A remote document in one language at one revision. `externalId` is stable over its whole life; `revisionId` is
/// not.
public record ItemRef(String externalId, String revisionId) {}
