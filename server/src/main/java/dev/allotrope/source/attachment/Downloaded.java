package dev.allotrope.source.attachment;

/// The answer to a question for bytes.
public sealed interface Downloaded {
    /// `mediaType` is what the source calls it, which need not be true.
    record Bytes(String mediaType, byte[] content) implements Downloaded {}

    /// They cannot be had: gone, not visible to the connected user, or too many. `reason` says which.
    record Unavailable(String reason) implements Downloaded {}
}
