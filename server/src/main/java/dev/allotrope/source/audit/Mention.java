package dev.allotrope.source.audit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody typed to name a document. It may be several things at once: an id of a `family` (a document in all
/// its languages, the part of an external id before the colon), an id of a `revision`, a `url`, or a name.
/// `metadata` are the entries that an item has which bears that name, any of them. `language` is the one asked for,
/// null for all.
public record Mention(
        List<String> families,
        List<String> revisions,
        Map<String, String> metadata,
        @Nullable String url,
        @Nullable String language) {
    public Mention {
        families = List.copyOf(families);
        revisions = List.copyOf(revisions);
        metadata = Map.copyOf(metadata);
    }

    /// Everything of these families.
    public static Mention of(List<String> families) {
        return new Mention(families, List.of(), Map.of(), null, null);
    }
}
