package dev.allotrope.search;

import dev.allotrope.index.Hit;
import dev.allotrope.library.Contents.ChunkRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Makes one ranking out of several. Independent of the order of the rankings.
///
/// [#byScore] is for queries asked by meaning and by words. Cosines say little by themselves, so those of a
/// ranking by meaning are stretched from 0, an ordinary passage's, to 1, its first's. Scores of words say
/// how much of the query they are about, so a query whose words the articles do not use is left to its
/// meaning, and one of codes and names to its words.
///
/// [#byRank] is for rankings that share no chunk, such as those of two languages.
final class Fusion {
    /// Damps the first ranks, so that no single ranking decides alone.
    static final int K = 60;

    /// How much all words of a query found count against being the nearest of all. Chosen on questions of our own, see
    /// docs/relevance.md.
    static final double WORDS = 2;

    private Fusion() {}

    /// How the scores of a ranking are meant.
    enum By {
        /// As an order: only distances between them say something.
        MEANING,
        /// As shares of the query.
        WORDS
    }

    /// What one leg found, best first, and how much it counts. `ordinary` is the score of a passage that
    /// has nothing to do with the query: how far the last that was found is from the first depends on how
    /// many there are.
    record Ranking(By by, List<Hit> hits, double weight, double ordinary) {
        /// One whose last is as good as any.
        Ranking(By by, List<Hit> hits, double weight) {
            this(by, hits, weight, hits.isEmpty() ? 0 : hits.getLast().score());
        }
    }

    /// A chunk with its fused score; `hit` is the one that knows the window, if any does.
    record Fused(Hit hit, double score) {}

    static List<Fused> byScore(List<Ranking> rankings) {
        return fuse(rankings, ranking -> switch (ranking.by()) {
            case MEANING -> stretched(ranking.hits(), ranking.ordinary());
            case WORDS -> index -> WORDS * ranking.hits().get(index).score();
        });
    }

    /// Reciprocal rank fusion: a chunk scores `weight / (60 + rank)` in each ranking it is in.
    static List<Fused> byRank(List<Ranking> rankings) {
        return fuse(rankings, _ -> index -> 1.0 / (K + index + 1));
    }

    /// Where even the first is none but ordinary, the last is 0.
    private static IntToDoubleFunction stretched(List<Hit> hits, double ordinary) {
        if (hits.isEmpty()) {
            return _ -> 0;
        }
        double first = hits.getFirst().score();
        double zero = first > ordinary ? ordinary : hits.getLast().score();
        return index -> first > zero ? atLeastMinusOne((hits.get(index).score() - zero) / (first - zero)) : 1;
    }

    /// Keeps the order of what is below zero, and it from outweighing any words.
    private static double atLeastMinusOne(double stretched) {
        return stretched >= 0 ? stretched : stretched / (1 - stretched);
    }

    private static List<Fused> fuse(List<Ranking> rankings, Scale scale) {
        Map<ChunkRef, Sum> sums = new HashMap<>();
        for (Ranking ranking : rankings) {
            IntToDoubleFunction scores = scale.of(ranking);
            for (int i = 0; i < ranking.hits().size(); i++) {
                Hit hit = ranking.hits().get(i);
                sums.computeIfAbsent(new ChunkRef(hit.document(), hit.chunk()), chunk -> new Sum(hit))
                        .add(hit, ranking.weight() * scores.applyAsDouble(i));
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

    /// What the places of a ranking are worth.
    private interface Scale {
        IntToDoubleFunction of(Ranking ranking);
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
