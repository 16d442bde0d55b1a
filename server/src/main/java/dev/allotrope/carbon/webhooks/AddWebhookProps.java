package dev.allotrope.carbon.webhooks;

import dev.allotrope.carbon.wire.WireRequest;

/// Names the URL that events are to be posted to.
record AddWebhookProps(String url) implements WireRequest {}
