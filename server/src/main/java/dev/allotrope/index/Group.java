package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import org.jspecify.annotations.Nullable;

/// Documents that can be searched alike: processed under the slug `model`, in `language` (`en_US`), with vectors of
/// `embedder`, which is null when they have none.
public record Group(String model, @Nullable EmbedderId embedder, String language) {
    private static final String SEPARATOR = "\u001f";

    /// The text form; [#parse] reads it back.
    public String term() {
        return model + SEPARATOR + (embedder == null ? "" : embedder) + SEPARATOR + language;
    }

    public static Group parse(String term) {
        String[] parts = term.split(SEPARATOR, -1);
        return new Group(parts[0], parts[1].isEmpty() ? null : EmbedderId.parse(parts[1]), parts[2]);
    }
}
