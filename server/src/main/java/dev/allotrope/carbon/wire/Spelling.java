package dev.allotrope.carbon.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that somebody meant who wrote another one: in camel case, with a letter too many or too few, or with
/// letters swapped.
final class Spelling {
    /// Longer names are not compared: nobody means something of ours by them.
    private static final int MAX_LENGTH = 64;
    /// One wrong letter is let pass for each of so many.
    private static final int LETTERS_PER_MISTAKE = 4;

    private Spelling() {}

    /// The one of `names` that `written` is most like; empty when it is like none.
    static Optional<String> nearest(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> alike(written, name))
                .min(Comparator.comparingInt((String name) -> distance(plain(written), plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    static boolean alike(String written, String name) {
        if (written.length() > MAX_LENGTH || name.length() > MAX_LENGTH) {
            return false;
        }
        return distance(plain(written), plain(name)) <= plain(name).length() / LETTERS_PER_MISTAKE;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// Letters to insert, remove, replace or swap with the next one (optimal string alignment).
    private static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, one, other, i, j);
            }
        }
        return costs[one.length()][other.length()];
    }

    private static int cost(int[][] costs, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int cost = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
