package dev.allotrope.embed;

import dev.allotrope.embed.remote.RemoteModels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The embedders that the settings of this server give, by the names that callers ask for. The built-in one is always
/// among them: it needs no credentials, and vectors that it made stay searchable when another one takes its name over.
final class ConfiguredEmbedders implements Embedders {
    private final Map<String, Embedder> bySlug;
    private final Map<EmbedderId, Embedder> byId = new HashMap<>();

    ConfiguredEmbedders(Embedder builtIn, Map<String, Embedder> bySlug) {
        this.bySlug = Map.copyOf(bySlug);
        // Two providers may have the same model, whose vectors either can search.
        Stream.concat(Stream.of(builtIn), this.bySlug.values().stream()).forEach(embedder -> {
            byId.putIfAbsent(embedder.id(), embedder);
            embedder.formerIds().forEach(former -> byId.putIfAbsent(former, embedder));
        });
    }

    @Override
    public Optional<Embedder> forModel(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public String advice(String slug) {
        return RemoteModels.advice(slug);
    }
}
