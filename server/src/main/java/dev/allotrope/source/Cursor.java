package dev.allotrope.source;

/// A position in a listing, opaque to everybody but the source that made it.
public record Cursor(String value) {
    /// The beginning.
    public static final Cursor START = new Cursor("");
}
