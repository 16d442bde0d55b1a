package dev.allotrope.carbon.webhooks;

import dev.allotrope.carbon.wire.WireEnum;

/// Orders of webhooks.
enum WebhookOrderByColumns implements WireEnum.Lowercase {
    CREATED_AT,
    UPDATED_AT
}
