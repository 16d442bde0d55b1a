package dev.allotrope.bench;

/// How much a measurement takes on: a minute or two altogether to see that everything works, the usual, and the sizes
/// that Allotrope promises.
enum Size {
    SMALL(1, 60, 500, 2_000, 4_000, 60),
    USUAL(4, 160, 2_000, 10_000, 20_000, 300),
    FULL(4, 400, 10_000, 50_000, 200_000, 500);

    /// Rounds of embedding, and articles in each.
    final int rounds;

    final int roundArticles;
    /// Articles of the two syncs that are compared.
    final int fewArticles;

    final int manyArticles;
    /// Windows in the index that is searched.
    final int windows;

    final int queries;

    Size(int rounds, int roundArticles, int fewArticles, int manyArticles, int windows, int queries) {
        this.rounds = rounds;
        this.roundArticles = roundArticles;
        this.fewArticles = fewArticles;
        this.manyArticles = manyArticles;
        this.windows = windows;
        this.queries = queries;
    }

    /// The size behind an option such as `--full`.
    String option() {
        return "--" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
