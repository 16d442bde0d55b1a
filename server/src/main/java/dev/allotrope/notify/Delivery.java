package dev.allotrope.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event for one webhook, and what became of it.
///
/// `object` is JSON: a text, or a list of texts. `signedAt` is the time in seconds that stands in the body and in both
/// signatures, the same on every attempt. `tries` counts the attempts since it was queued or replayed.
public record Delivery(
        DeliveryId id,
        WebhookId webhook,
        Event event,
        String object,
        @Nullable String customer,
        long signedAt,
        String body,
        Status status,
        int tries,
        List<DeliveryAttempt> attempts,
        @Nullable Instant nextAttempt,
        Instant createdAt,
        @Nullable Instant finishedAt) {
    /// The attempts that are remembered, however often a delivery is replayed.
    static final int MAX_ATTEMPTS = 20;

    public enum Status {
        /// Waits for its next attempt.
        PENDING,
        /// The receiver answered 200.
        DELIVERED,
        /// Tried as often as allowed.
        FAILED,
        /// Given up untried, because too many newer ones waited.
        DROPPED
    }

    public Delivery {
        attempts = List.copyOf(attempts);
    }

    Delivery arrived(DeliveryAttempt attempt) {
        return tried(attempt, Status.DELIVERED, null);
    }

    Delivery again(DeliveryAttempt attempt, Instant at) {
        return tried(attempt, Status.PENDING, at);
    }

    Delivery givenUp(DeliveryAttempt attempt) {
        return tried(attempt, Status.FAILED, null);
    }

    private Delivery tried(DeliveryAttempt attempt, Status now, @Nullable Instant next) {
        List<DeliveryAttempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Delivery(
                id,
                webhook,
                event,
                object,
                customer,
                signedAt,
                body,
                now,
                tries + 1,
                all.subList(Math.max(0, all.size() - MAX_ATTEMPTS), all.size()),
                next,
                createdAt,
                next == null ? attempt.at().plusMillis(attempt.millis()) : null);
    }
}
