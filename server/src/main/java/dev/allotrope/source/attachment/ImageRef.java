package dev.allotrope.source.attachment;

/// An image in the text of a document: the revision that shows it, the field it stands in, and its own id. An empty
/// `field` means that it is not known.
public record ImageRef(String revisionId, String field, String imageId) {}
