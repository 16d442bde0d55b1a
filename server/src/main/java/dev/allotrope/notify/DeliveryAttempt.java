package dev.allotrope.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try: when it began, how many milliseconds it took, and the status that came back or why none did.
public record DeliveryAttempt(
        Instant at,
        long millis,
        @Nullable Integer status,
        @Nullable String error) {
    private static final int ARRIVED = 200;

    public boolean arrived() {
        return status != null && status == ARRIVED;
    }

    /// For the reason of a flag.
    String outcome() {
        return status == null ? String.valueOf(error) : "status " + status;
    }
}
