package dev.allotrope.tenant.settings;

/// What of a customer's library may be limited. An upload is one request for documents, or one run that finds them.
public enum Limit {
    DOCUMENTS,
    DOCUMENTS_PER_UPLOAD,
    CHARACTERS,
    CHARACTERS_PER_DOCUMENT,
    CHARACTERS_PER_UPLOAD
}
