package dev.allotrope.index;

import dev.allotrope.kernel.DocumentId;
import java.util.Comparator;

/// A chunk that one leg found. `window` is the best window for a vector hit and 0 for a lexical one. `score` is the
/// cosine of a vector hit; of a lexical one the share of what the query's words say, weighed by how rare they are, that
/// the chunk has: from 0 to about 1, more where the title or a code such as `ESP32-S3` matches too.
public record Hit(DocumentId document, int chunk, int window, double score) {
    /// Highest score first; equal scores by document and chunk, so that an order never depends on how the index is
    /// stored.
    public static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparingLong(hit -> hit.document().value())
            .thenComparingInt(Hit::chunk);
}
