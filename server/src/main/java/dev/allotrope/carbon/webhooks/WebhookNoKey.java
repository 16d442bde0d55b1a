package dev.allotrope.carbon.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A webhook. `statusReason` says why it is not active.
record WebhookNoKey(
        long id,
        long organizationId,
        String url,
        WebhookStatus status,
        @Nullable String statusReason,
        Instant createdAt,
        Instant updatedAt) {
    static WebhookNoKey of(dev.allotrope.notify.Webhook webhook) {
        return new WebhookNoKey(
                webhook.id().value(),
                webhook.organization().value(),
                webhook.url(),
                webhook.flagged() ? WebhookStatus.FLAGGED : WebhookStatus.ACTIVE,
                webhook.statusReason(),
                webhook.createdAt(),
                webhook.updatedAt());
    }
}
