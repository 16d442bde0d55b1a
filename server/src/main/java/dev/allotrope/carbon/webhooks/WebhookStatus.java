package dev.allotrope.carbon.webhooks;

/// Whether deliveries arrive.
enum WebhookStatus {
    ACTIVE,
    FLAGGED
}
