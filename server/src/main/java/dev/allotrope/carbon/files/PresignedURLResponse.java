package dev.allotrope.carbon.files;

/// A link that works without credentials until it expires.
record PresignedURLResponse(String presignedUrl) {}
