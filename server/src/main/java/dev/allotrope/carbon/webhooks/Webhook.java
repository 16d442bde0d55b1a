package dev.allotrope.carbon.webhooks;

import dev.allotrope.kernel.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A webhook right after it was added: the only answer that shows its signing key.
record Webhook(
        long id,
        long organizationId,
        String url,
        String signingKey,
        WebhookStatus status,
        @Nullable String statusReason,
        Instant createdAt,
        Instant updatedAt) {
    static Webhook of(dev.allotrope.notify.Webhook webhook, Secret signingKey) {
        WebhookNoKey shown = WebhookNoKey.of(webhook);
        return new Webhook(
                shown.id(),
                shown.organizationId(),
                shown.url(),
                signingKey.reveal(),
                shown.status(),
                shown.statusReason(),
                shown.createdAt(),
                shown.updatedAt());
    }
}
