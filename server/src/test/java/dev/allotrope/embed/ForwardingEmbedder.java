package dev.allotrope.embed;

import java.util.List;

/// An embedder that is another one, but for what a test overrides.
public abstract class ForwardingEmbedder implements Embedder {
    /// The one that answers now.
    protected abstract Embedder embedder();

    @Override
    public EmbedderId id() {
        return embedder().id();
    }

    @Override
    public int dimensions() {
        return embedder().dimensions();
    }

    @Override
    public int windowTokens() {
        return embedder().windowTokens();
    }

    @Override
    public int tokens(String text) {
        return embedder().tokens(text);
    }

    @Override
    public boolean knows(String language) {
        return embedder().knows(language);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        return embedder().embed(texts, purpose);
    }
}
