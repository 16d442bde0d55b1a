package dev.allotrope.embed;

import java.util.Optional;

/// The embedders this server has, by the slug a caller asks for.
public interface Embedders {
    /// The embedder for a slug such as `OPENAI`, or empty when it is not configured.
    Optional<Embedder> forModel(String slug);

    /// The embedder that made stored vectors, or empty when this server no longer has it.
    Optional<Embedder> byId(EmbedderId id);
}
