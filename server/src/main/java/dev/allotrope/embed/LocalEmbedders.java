package dev.allotrope.embed;

import dev.allotrope.kernel.ProcessingOptions;
import java.util.Optional;

/// The one embedder that needs no credentials. It answers for `OPENAI`, which is what callers send when they have no
/// wish, and for its own name.
final class LocalEmbedders implements Embedders, AutoCloseable {
    private final OnnxEmbedder local;

    LocalEmbedders(OnnxEmbedder local) {
        this.local = local;
    }

    @Override
    public Optional<Embedder> forModel(String slug) {
        boolean ours = slug.equals(ProcessingOptions.DEFAULT_MODEL)
                || slug.equals(local.id().model());
        return ours ? Optional.of(local) : Optional.empty();
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return id.equals(local.id()) ? Optional.of(local) : Optional.empty();
    }

    @Override
    public void close() {
        local.close();
    }
}
