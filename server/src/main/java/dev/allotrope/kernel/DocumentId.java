package dev.allotrope.kernel;

/// Identifies a document. Positive, and below 2³¹ because clients hold it as an `int`.
public record DocumentId(long value) {
    public DocumentId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("DocumentId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
