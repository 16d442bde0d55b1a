package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;

/// A vector of one embedder, and at most how many distinct chunks are wanted.
public record VectorQuery(Embedding vector, EmbedderId embedder, Filter filter, int limit, Accuracy accuracy) {
    /// How hard to look.
    public enum Accuracy {
        /// The graph, with rescoring by the full vectors.
        APPROXIMATE,
        /// Every vector that the filter admits.
        EXACT
    }
}
