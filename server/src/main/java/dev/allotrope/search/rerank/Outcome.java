package dev.allotrope.search.rerank;

import java.util.Locale;

/// What became of a wish for reranking.
public enum Outcome {
    /// The order is the reranker's.
    APPLIED,
    /// The reranker did not answer, or not in time, or not sensibly.
    UNAVAILABLE,
    /// The reranker limits the rate of requests.
    LIMITED,
    /// The reranker does not take the key or the request.
    REFUSED;

    /// As it is told to callers.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
