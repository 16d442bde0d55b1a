package dev.allotrope.notify;

/// The order of a list of webhooks; equal times are in the order of ids, in the same direction.
public enum WebhookOrder {
    CREATED_AT_ASCENDING("created_at ASC, id ASC"),
    CREATED_AT_DESCENDING("created_at DESC, id DESC"),
    UPDATED_AT_ASCENDING("updated_at ASC, id ASC"),
    UPDATED_AT_DESCENDING("updated_at DESC, id DESC");

    private final String sql;

    WebhookOrder(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
