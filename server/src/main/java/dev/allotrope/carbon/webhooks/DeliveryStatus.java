package dev.allotrope.carbon.webhooks;

/// What became of a delivery.
enum DeliveryStatus {
    PENDING,
    DELIVERED,
    FAILED,
    DROPPED
}
