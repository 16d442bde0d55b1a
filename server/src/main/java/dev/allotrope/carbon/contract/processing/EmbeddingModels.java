package dev.allotrope.carbon.contract.processing;

import dev.allotrope.embed.Embedders;

/// Which embedding models this server has.
public final class EmbeddingModels {
    private final Embedders embedders;

    public EmbeddingModels(Embedders embedders) {
        this.embedders = embedders;
    }

    /// Throws [dev.allotrope.kernel.Failure] with `NOT_CONFIGURED` for a model that documents cannot be embedded
    /// with here. `OPENAI` always is one: it means the server's own unless OpenAI is configured.
    public void require(EmbeddingGenerators model) {
        if (model != EmbeddingGenerators.OPENAI
                && embedders.forModel(model.name()).isEmpty()) {
            throw embedders.notConfigured("use the model", model.name());
        }
    }
}
