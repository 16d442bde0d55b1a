package dev.allotrope.notify;

import dev.allotrope.kernel.Secret;

/// What came of the wish to have events posted to a URL.
public sealed interface Registration {
    /// `signingKey` is told now and never again.
    record Registered(Webhook webhook, Secret signingKey) implements Registration {}

    /// Nothing may be sent there. `reason` repeats nothing of the URL.
    record Forbidden(String reason) implements Registration {}

    /// The organization has that URL already.
    record Known(WebhookId id) implements Registration {}

    /// The organization has [Webhooks#MAX] URLs.
    record Full() implements Registration {}
}
