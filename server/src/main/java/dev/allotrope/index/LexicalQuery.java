package dev.allotrope.index;

/// The words of a query, and at most how many chunks are wanted.
public record LexicalQuery(String text, Match match, Filter filter, int limit) {
    /// How many of the words a chunk has to have.
    public enum Match {
        /// One is enough.
        ANY,
        /// At least half of them, or a code such as `ESP32-S3` exactly.
        MOST
    }
}
