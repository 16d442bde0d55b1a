package dev.allotrope.source;

import dev.allotrope.kernel.Tags;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A published remote document as a listing shows it, without content.
///
/// `stamp` is an opaque text that differs whenever the remote document may have changed: an equal stamp needs no
/// fetch. `language` is in the form `en_US`; `url` is what a reader opens; `tags` are the source's own labels;
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
        Map<String, String> metadata) {
    public Item {
        metadata = Map.copyOf(metadata);
    }

    public ItemRef ref() {
        return new ItemRef(externalId, revision.id());
    }
}
