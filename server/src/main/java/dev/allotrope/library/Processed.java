package dev.allotrope.library;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What processing made of a document. `text` is null when only the raw body was asked for; `embedder` is null when
/// nothing was embedded; `vectors` holds those of all windows, by the fingerprint of the window's text.
public record Processed(
        @Nullable String text,
        long tokens,
        List<Chunk> chunks,
        @Nullable EmbedderId embedder,
        Map<Fingerprint, Embedding> vectors) {
    public Processed {
        chunks = List.copyOf(chunks);
        vectors = Map.copyOf(vectors);
    }

    /// How many code points the text has.
    public long characters() {
        return text == null ? 0 : text.codePointCount(0, text.length());
    }
}
