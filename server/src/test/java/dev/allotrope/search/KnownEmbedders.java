package dev.allotrope.search;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One embedder for two slugs, and those that a test knows by their ids.
record KnownEmbedders(Embedder own, Map<EmbedderId, Embedder> known) implements Embedders {
    private static final Set<String> SLUGS = Set.of("OPENAI", "COHERE");

    @Override
    public Optional<Embedder> forModel(String slug) {
        return Optional.of(own).filter(_ -> SLUGS.contains(slug));
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return Optional.ofNullable(known.get(id));
    }
}
