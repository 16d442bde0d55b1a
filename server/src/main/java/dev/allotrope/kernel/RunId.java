package dev.allotrope.kernel;

/// Identifies a run of a connection. Positive, and below 2³¹ because clients hold it as an `int`.
public record RunId(long value) {
    public RunId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("RunId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
