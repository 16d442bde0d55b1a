package dev.allotrope.carbon.webhooks;

import java.util.List;

/// A page of deliveries, newest first, and how many there are in all.
record WebhookDeliveries(List<WebhookDelivery> results, long count) {}
