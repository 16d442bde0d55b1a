package dev.allotrope.search;

import dev.allotrope.index.Hit;
import dev.allotrope.library.Contents.ChunkRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reciprocal rank fusion: a chunk scores `weight / (60 + rank)` in each ranking it is in, and the sum decides. It
/// needs no common scale, which cosines of different models and BM25 scores do not have. Independent of the order of
/// the rankings.
final class Fusion {
    /// Damps the first ranks, so that no single ranking decides alone.
    static final int K = 60;

    private Fusion() {}

    /// What one leg found, best first, and how much it counts.
    record Ranking(List<Hit> hits, double weight) {}

    /// A chunk with its fused score; `hit` is the one that knows the window, if any does.
    record Fused(Hit hit, double score) {}

    static List<Fused> fuse(List<Ranking> rankings) {
        Map<ChunkRef, Sum> sums = new HashMap<>();
        for (Ranking ranking : rankings) {
            int rank = 1;
            for (Hit hit : ranking.hits()) {
                sums.computeIfAbsent(new ChunkRef(hit.document(), hit.chunk()), chunk -> new Sum(hit))
                        .add(hit, ranking.weight() / (K + rank++));
            }
        }
        return sums.values().stream()
                .map(Sum::fused)
                .sorted(Comparator.comparingDouble(Fused::score)
                        .reversed()
                        .thenComparingLong(fused -> fused.hit().document().value())
                        .thenComparingInt(fused -> fused.hit().chunk()))
                .toList();
    }

    private static final class Sum {
        private final List<Double> parts = new ArrayList<>();
        private Hit hit;

        private Sum(Hit hit) {
            this.hit = hit;
        }

        private void add(Hit other, double part) {
            parts.add(part);
            if (other.window() > hit.window()) {
                hit = other;
            }
        }

        /// Adds in ascending order, so that rounding does not depend on the order of the rankings.
        private Fused fused() {
            Collections.sort(parts);
            return new Fused(hit, parts.stream().reduce(0.0, Double::sum));
        }
    }
}
