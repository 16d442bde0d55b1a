package dev.allotrope.notify;

/// Identifies a delivery. Positive; later events have greater ones.
public record DeliveryId(long value) {
    public DeliveryId {
        if (value <= 0) {
            throw new IllegalArgumentException("DeliveryId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
