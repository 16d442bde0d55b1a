package dev.allotrope.source;

import dev.allotrope.kernel.Fingerprint;

/// The answer for one asked item.
public sealed interface Fetched {
    /// What was asked for.
    ItemRef asked();

    /// The content. `item` is the document as it was read together with it; `html` is a whole HTML fragment whose
    /// volatile parts are not in `fingerprint`.
    record Content(ItemRef asked, Item item, Fingerprint fingerprint, String html) implements Fetched {}

    /// That revision is no longer the published one: look it up again by its external id.
    record Superseded(ItemRef asked) implements Fetched {}

    /// Published, but its content cannot be taken: `reason` says why.
    record Unreadable(ItemRef asked, String reason) implements Fetched {}
}
