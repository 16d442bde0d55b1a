package dev.allotrope.embed;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.Optional;

/// The embedders this server has, by the slug a caller asks for.
public interface Embedders {
    /// The embedder for a slug such as `OPENAI`, or empty when it is not configured.
    Optional<Embedder> forModel(String slug);

    /// The embedder whose vectors for queries compare with stored vectors, because it made them, now or in an earlier
    /// version; empty when this server has none.
    Optional<Embedder> byId(EmbedderId id);

    /// What the operator would have to do to have an embedder for a slug.
    default String advice(String slug) {
        return "set one that is called so";
    }

    /// Says that there is no embedder for a slug, and what can be done. `task` reads like "search".
    default Failure notConfigured(String task, String slug) {
        return new Failure(
                ErrorCode.NOT_CONFIGURED,
                "could not " + task + ": the embedding model " + slug + " is not configured on this server; leave"
                        + " embedding_model out to use the default one, or " + advice(slug));
    }
}
