package dev.allotrope.sync;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what it is asked to embed; every text gets the same vector.
public final class CountingEmbedder implements Embedder, Embedders {
    private final AtomicInteger texts = new AtomicInteger();

    public int texts() {
        return texts.get();
    }

    @Override
    public Optional<Embedder> forModel(String slug) {
        return Optional.of(this);
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return Optional.of(this);
    }

    @Override
    public EmbedderId id() {
        return new EmbedderId("counting", "1");
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public int windowTokens() {
        return 256;
    }

    @Override
    public int tokens(String text) {
        return text.length() / 4 + 1;
    }

    @Override
    public boolean knows(String language) {
        return true;
    }

    @Override
    public List<Embedding> embed(List<String> some, Purpose purpose) {
        texts.addAndGet(some.size());
        return some.stream().map(text -> new Embedding(new float[] {1, 0})).toList();
    }
}
