package dev.allotrope.search.rerank;

import dev.allotrope.embed.Embedder.Meter;
import java.util.List;

/// A model that reads a query beside each text, which orders better than vectors and costs more.
interface Reranker {
    /// The name that the provider has for it.
    String model();

    /// Orders texts by how well they answer. What the call cost is told to `meter`.
    Ranking rank(String query, List<String> texts, Meter meter);

    /// What came of it.
    sealed interface Ranking {
        /// Every text once, the best first.
        record Ordered(List<Place> places) implements Ranking {}

        record Failed(Outcome outcome, String reason) implements Ranking {}
    }

    /// A text, by where it stood, with how relevant it is.
    record Place(int index, double score) {}
}
