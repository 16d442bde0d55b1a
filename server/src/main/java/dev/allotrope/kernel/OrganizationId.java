package dev.allotrope.kernel;

/// Identifies an organization, the holder of API keys. Positive, and below 2³¹ because clients hold it as an `int`.
public record OrganizationId(long value) {
    public OrganizationId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("OrganizationId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
