package dev.allotrope.embed;

import java.util.Optional;

/// Embedders for tests: one, for every caller who asks for `OPENAI`.
public record FixedEmbedders(Embedder embedder) implements Embedders {
    public static FixedEmbedders hashing() {
        return new FixedEmbedders(HashingEmbedder.of(64));
    }

    @Override
    public Optional<Embedder> forModel(String slug) {
        return slug.equals("OPENAI") ? Optional.of(embedder) : Optional.empty();
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return id.equals(embedder.id()) ? Optional.of(embedder) : Optional.empty();
    }
}
