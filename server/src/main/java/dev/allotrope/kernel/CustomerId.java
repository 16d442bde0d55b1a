package dev.allotrope.kernel;

/// Identifies a customer of an organization: the end user whose documents are held (not the caller's own name for
/// them). Positive, and below 2³¹ because clients hold it as an `int`.
public record CustomerId(long value) {
    public CustomerId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("CustomerId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
