package dev.allotrope.source;

import dev.allotrope.kernel.Tags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A published remote document as a listing shows it, without content.
///
/// `stamp` is an opaque text that differs whenever the remote document may have changed: an equal stamp needs no
/// fetch, and what else the item shows is taken from the listing. `language` is in the form `en_US`; `url` is what a
/// reader opens; `tags` are the source's own labels;
/// `metadata` is shown to the caller and not searched.
public record Item(
        String externalId,
        String name,
        Revision revision,
        String stamp,
        Instant createdAt,
        Instant modifiedAt,
        String language,
        @Nullable String url,
        Tags tags,
        Tags metadata) {
    public ItemRef ref() {
        return new ItemRef(externalId, revision.id());
    }
}
