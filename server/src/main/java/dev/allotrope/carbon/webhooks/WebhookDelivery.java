package dev.allotrope.carbon.webhooks;

import dev.allotrope.notify.Delivery;
import dev.allotrope.notify.DeliveryAttempt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One event for one webhook: what was sent or waits to be, and what came of it. `objectId` is a text or a list of
/// texts, as in the body; `body` is what is sent, character for character.
record WebhookDelivery(
        long id,
        long webhookId,
        String webhookType,
        String objectType,
        JsonNode objectId,
        @Nullable String customerId,
        DeliveryStatus status,
        List<Attempt> attempts,
        @Nullable Instant nextAttemptAt,
        String body,
        Instant createdAt,
        @Nullable Instant finishedAt) {
    /// `statusCode` is what came back; without one, `error` says why.
    record Attempt(
            Instant at,
            long durationMs,
            @Nullable Integer statusCode,
            @Nullable String error) {
        static Attempt of(DeliveryAttempt attempt) {
            return new Attempt(attempt.at(), attempt.millis(), attempt.status(), attempt.error());
        }
    }

    static WebhookDelivery of(Delivery delivery) {
        return new WebhookDelivery(
                delivery.id().value(),
                delivery.webhook().value(),
                delivery.event().name(),
                delivery.event().kind().name(),
                JsonMapper.shared().readTree(delivery.object()),
                delivery.customer(),
                DeliveryStatus.valueOf(delivery.status().name()),
                delivery.attempts().stream().map(Attempt::of).toList(),
                delivery.nextAttempt(),
                delivery.body(),
                delivery.createdAt(),
                delivery.finishedAt());
    }
}
