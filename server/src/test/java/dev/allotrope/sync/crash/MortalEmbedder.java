package dev.allotrope.sync.crash;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.embed.ForwardingEmbedder;
import dev.allotrope.embed.HashingEmbedder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// The model of a process that may die; how long its vectors are may change.
final class MortalEmbedder extends ForwardingEmbedder implements Embedders {
    private final IntSupplier length;
    private final Life life;
    private final Witness witness;

    MortalEmbedder(IntSupplier length, Life life, Witness witness) {
        this.length = length;
        this.life = life;
        this.witness = witness;
    }

    @Override
    protected Embedder embedder() {
        return HashingEmbedder.of(length.getAsInt());
    }

    @Override
    public Optional<Embedder> forModel(String slug) {
        return Optional.of(this);
    }

    @Override
    public Optional<Embedder> byId(EmbedderId id) {
        return id.equals(id()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        life.at("before windows are embedded");
        witness.embedded(id(), texts);
        List<Embedding> made = super.embed(texts, purpose);
        life.at("after windows were embedded");
        return made;
    }
}
