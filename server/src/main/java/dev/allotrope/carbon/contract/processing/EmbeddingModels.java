package dev.allotrope.carbon.contract.processing;

import dev.allotrope.embed.Embedders;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;

/// Which embedding models this server has.
public final class EmbeddingModels {
    private final Embedders embedders;

    public EmbeddingModels(Embedders embedders) {
        this.embedders = embedders;
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for a model that documents cannot be embedded with here. `OPENAI`
    /// always is one: it means the server's own unless OpenAI is configured.
    public void require(EmbeddingGenerators model) {
        if (model != EmbeddingGenerators.OPENAI
                && embedders.forModel(model.name()).isEmpty()) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "the embedding model " + model
                            + " is not configured on this server; leave embedding_model out to use"
                            + " the default one");
        }
    }
}
