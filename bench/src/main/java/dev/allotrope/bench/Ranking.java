package dev.allotrope.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How good the first ten articles of an answer are, from 0 to 1.
///
/// @param ndcg normalised discounted cumulative gain: relevant articles count, early ones more
/// @param mrr one divided by the rank of the first relevant article
/// @param recall the part of the relevant articles that is there
record Ranking(double ndcg, double mrr, double recall) {
    static final int DEPTH = 10;

    /// Judges articles, best first, each at most once.
    static Ranking of(List<String> ranked, Set<String> relevant) {
        double gain = 0;
        double first = 0;
        Set<String> found = new HashSet<>();
        List<String> top = ranked.subList(0, Math.min(DEPTH, ranked.size()));
        for (int i = 0; i < top.size(); i++) {
            if (relevant.contains(top.get(i)) && found.add(top.get(i))) {
                gain += discount(i);
                first = Math.max(first, 1.0 / (i + 1));
            }
        }
        double best = 0;
        for (int i = 0; i < Math.min(DEPTH, relevant.size()); i++) {
            best += discount(i);
        }
        return new Ranking(gain / best, first, (double) found.size() / relevant.size());
    }

    private static double discount(int index) {
        return Math.log(2) / Math.log(index + 2);
    }
}
