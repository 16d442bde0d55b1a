package dev.allotrope.notify;

import org.jspecify.annotations.Nullable;

/// What deliveries made of a webhook: how many were given up since one arrived, and the reason of the flag, if any.
record Standing(int exhausted, @Nullable String reason) {
    private static final Standing GOOD = new Standing(0, null);

    static Standing of(Webhook webhook) {
        return new Standing(webhook.exhausted(), webhook.statusReason());
    }

    boolean flagged() {
        return reason != null;
    }

    /// One that arrives ends the flag; one that is given up counts, and one that waits for its next try says nothing.
    Standing after(Delivery delivery) {
        return switch (delivery.status()) {
            case DELIVERED -> GOOD;
            case FAILED -> givenUp(delivery.attempts().getLast());
            case PENDING, DROPPED -> this;
        };
    }

    private Standing givenUp(DeliveryAttempt last) {
        int now = exhausted + 1;
        boolean flag = reason == null && now >= Deliverer.FLAG_AFTER;
        return new Standing(
                now,
                flag ? now + " deliveries in a row were given up; the last ended with: " + last.outcome() : reason);
    }
}
