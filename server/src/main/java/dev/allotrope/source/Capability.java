package dev.allotrope.source;

/// What a [Source] can do beyond listing and fetching; the contract test asserts presence and absence.
public enum Capability {
    /// A listing may be stopped after a page and taken up again from its cursor, also by another process.
    RESUMABLE_LISTING,
    /// [Source#find] accepts a document's id without its language and answers with every language.
    FAMILY_LOOKUP
}
