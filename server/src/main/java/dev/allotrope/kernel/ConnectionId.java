package dev.allotrope.kernel;

/// Identifies a connection. Positive, and below 2³¹ because clients hold it as an `int`.
public record ConnectionId(long value) {
    public ConnectionId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("ConnectionId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
