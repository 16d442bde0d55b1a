package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.source.Cursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where a listing stands. `locator` is Salesforce's pointer to the next page, absent at the beginning and after a
/// restart; `articleId` and `versionId` are the last row's, behind which a new query begins when the locator is
/// gone. `seen` counts the rows so far; `total` is what `seen` has to be at the end of the current query; `window`
/// above zero is how many rows the current query was limited to, after one without a limit took too long.
record ListingCursor(
        @Nullable String locator,
        @Nullable String articleId,
        @Nullable String versionId,
        long seen,
        long total,
        int window) {
    /// The windows that are tried in turn when a query takes too long.
    static final int WIDEST_WINDOW = 1_000;

    static final int NARROWEST_WINDOW = 125;

    private static final JsonMapper JSON = new JsonMapper();
    private static final ListingCursor START = new ListingCursor(null, null, null, 0, 0, 0);

    static ListingCursor of(Cursor cursor) {
        if (cursor.equals(Cursor.START)) {
            return START;
        }
        try {
            return JSON.readValue(cursor.value(), ListingCursor.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a cursor of a Salesforce listing", e);
        }
    }

    Cursor cursor() {
        return new Cursor(JSON.writeValueAsString(this));
    }

    Soql.@Nullable Place place() {
        return articleId == null || versionId == null ? null : new Soql.Place(articleId, versionId);
    }

    /// Begins a new query behind the last row.
    ListingCursor restarted() {
        return new ListingCursor(null, articleId, versionId, seen, 0, window);
    }

    boolean canNarrow() {
        return window == 0 || window / 2 >= NARROWEST_WINDOW;
    }

    /// Begins a new query behind the last row for half as many rows.
    ListingCursor narrowed() {
        int narrower = window == 0 ? WIDEST_WINDOW : window / 2;
        return new ListingCursor(null, articleId, versionId, seen, 0, narrower);
    }

    /// Behind `rows` more rows, the last of which stands at `last`.
    ListingCursor advanced(@Nullable String nextLocator, Soql.Place last, int rows, long newTotal) {
        return new ListingCursor(nextLocator, last.articleId(), last.versionId(), seen + rows, newTotal, window);
    }
}
