package dev.allotrope.carbon.webhooks;

import java.util.List;

/// One page of webhooks, and how many there are for the filter.
record WebhookQueryResponse(List<WebhookNoKey> results, long count) {}
