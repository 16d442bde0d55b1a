package dev.allotrope.notify;

/// Identifies a webhook. Positive, and below 2³¹ because clients hold it as an `int`.
public record WebhookId(long value) {
    public WebhookId {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("WebhookId " + value + " is out of range");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
