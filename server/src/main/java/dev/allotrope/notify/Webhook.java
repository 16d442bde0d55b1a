package dev.allotrope.notify;

import dev.allotrope.kernel.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A URL that an organization's events are posted to. `exhausted` counts the deliveries given up since the last one
/// that arrived; `statusReason` says why it is flagged.
public record Webhook(
        WebhookId id,
        OrganizationId organization,
        String url,
        Status status,
        @Nullable String statusReason,
        int exhausted,
        Instant createdAt,
        Instant updatedAt) {
    public enum Status {
        ACTIVE,
        /// Too many deliveries in a row were given up: each new event is tried once only, until one arrives.
        FLAGGED
    }

    public boolean flagged() {
        return status == Status.FLAGGED;
    }
}
