package dev.allotrope.bench;

import dev.allotrope.bench.search.SearchSetting;
import java.util.List;
import java.util.Locale;

/// How much a measurement takes on: a minute or two altogether to see that everything works, the usual, and the sizes
/// that Allotrope promises.
enum Size {
    SMALL(1, 60, 500, 2_000, new Searched(4_000, 60, 0)),
    USUAL(4, 160, 2_000, 10_000, new Searched(20_000, 300, 0)),
    FULL(4, 400, 10_000, 50_000, new Searched(200_000, 500, 1_000));

    /// Rounds of embedding, and articles in each.
    final int rounds;

    final int roundArticles;
    /// Articles of the two syncs that are compared.
    final int fewArticles;

    final int manyArticles;
    final Searched searched;

    Size(int rounds, int roundArticles, int fewArticles, int manyArticles, Searched searched) {
        this.rounds = rounds;
        this.roundArticles = roundArticles;
        this.fewArticles = fewArticles;
        this.manyArticles = manyArticles;
        this.searched = searched;
    }

    /// What is searched: so many windows of one tenant, and in a run of its own so many tenants of few windows each, if
    /// any.
    record Searched(int windows, int queries, int tenants) {
        private static final int WINDOWS_EACH = 200;

        List<SearchSetting> settings() {
            SearchSetting one = SearchSetting.of(1, windows, queries);
            return tenants == 0 ? List.of(one) : List.of(one, SearchSetting.of(tenants, WINDOWS_EACH, queries));
        }
    }

    /// The size behind an option such as `--full`.
    String option() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }
}
