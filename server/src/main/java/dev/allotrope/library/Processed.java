package dev.allotrope.library;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What processing made of a document. `text` is null when only the raw body was asked for; `embedder` is null when
/// nothing was embedded; `made` holds the vectors that were not known before, by the fingerprint of their window's
/// text.
public record Processed(
        @Nullable String text,
        long tokens,
        List<Chunk> chunks,
        @Nullable EmbedderId embedder,
        Map<Fingerprint, Embedding> made) {
    public Processed {
        chunks = List.copyOf(chunks);
        made = Map.copyOf(made);
    }
}
