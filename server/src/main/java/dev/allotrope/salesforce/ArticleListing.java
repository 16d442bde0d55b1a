package dev.allotrope.salesforce;

import dev.allotrope.salesforce.ahead.PagesAhead;
import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Articles;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Watermark;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One page of everything published, or of what changed since a time, in the order of article and version id. That
/// order stays while articles change, so a page boundary loses none, however many share a time.
///
/// A listing is a chain of pages of one query. When its cursor is gone, or the query takes too long, another query
/// goes on behind the last row; each query's rows are counted against its own total, so a listing ends only when it
/// is whole.
final class ArticleListing {
    private final ArticleQueries queries;
    private final CategoryTrees categories;
    private final PagesAhead<Answer<QueryPage<ArticleRow>>> ahead;

    ArticleListing(ArticleQueries queries, CategoryTrees categories, InstantSource clock) {
        this.queries = queries;
        this.categories = categories;
        this.ahead = new PagesAhead<>(clock);
    }

    /// What is listed: everything, or what bears a time of `since` or a later one.
    record Range(Knowledge knowledge, @Nullable Watermark since) {
        String soql(ListingCursor cursor) {
            return since == null
                    ? Soql.listing(knowledge, cursor.place(), cursor.window())
                    : Soql.changes(knowledge, since, cursor.place(), cursor.window());
        }
    }

    Listing page(Grant grant, Range range, Cursor from, int limit) {
        String doing = "list the articles of data source " + grant.connection();
        ListingCursor cursor = ListingCursor.of(from);
        if (from.equals(Cursor.START)) {
            categories.require(grant, range.knowledge());
        }
        int restarts = 0;
        while (true) {
            switch (page(grant, range, cursor, limit, doing)) {
                case Answer.Given<QueryPage<ArticleRow>>(QueryPage<ArticleRow> page, long _) -> {
                    return listing(
                            new Step(cursor, page, doing),
                            categories.articles(grant, range.knowledge(), page.rows()),
                            limit);
                }
                case Answer.Refused<QueryPage<ArticleRow>>(Refusal refusal) -> {
                    restarts++;
                    cursor = wayOut(refusal, cursor, restarts, doing);
                }
            }
        }
    }

    /// The page behind is asked for while this one arrives. A limit below the smallest page cuts pages short, and then
    /// goes on elsewhere.
    private Answer<QueryPage<ArticleRow>> page(
            Grant grant, Range range, ListingCursor cursor, int limit, String doing) {
        if (limit < RestCall.MIN_ROWS) {
            return queries.page(grant, call(range, cursor, limit), doing);
        }
        return ahead.page(
                grant,
                cursor.locator(),
                (who, place, next) -> queries.page(
                        who,
                        place == null ? call(range, cursor, limit) : RestCall.nextPage(place, limit),
                        doing,
                        next));
    }

    private static RestCall call(Range range, ListingCursor cursor, int limit) {
        String locator = cursor.locator();
        return locator == null
                ? RestCall.query(range.knowledge().version(), range.soql(cursor), limit)
                : RestCall.nextPage(locator, limit);
    }

    private static ListingCursor wayOut(Refusal refusal, ListingCursor cursor, int restarts, String doing) {
        if (refusal.kind() == Refusal.Kind.LOCATOR_GONE && restarts <= ArticleQueries.MAX_RESTARTS) {
            return cursor.restarted();
        }
        if (refusal.kind() == Refusal.Kind.TOO_MUCH && cursor.canNarrow()) {
            return cursor.narrowed();
        }
        throw StaleDescription.unlessFinal(refusal, doing);
    }

    /// A page and where the listing stood before it.
    private record Step(ListingCursor cursor, QueryPage<ArticleRow> page, String doing) {
        long total() {
            return cursor.locator() == null ? cursor.seen() + page.total() : cursor.total();
        }

        long seenAfter() {
            return cursor.seen() + page.rows().size();
        }
    }

    private static Listing listing(Step step, Articles articles, int limit) {
        List<ArticleRow> rows = step.page().rows();
        if (rows.size() > limit) {
            return cutShort(step, articles, limit);
        }
        String next = step.page().next();
        if (next == null || step.seenAfter() > step.total()) {
            ArticleQueries.requireWhole(step.seenAfter(), step.total(), step.doing());
        }
        if (rows.isEmpty()) {
            return new Listing(List.of(), Optional.empty(), step.total());
        }
        ListingCursor after = step.cursor().advanced(next, rows.getLast().place(), rows.size(), step.total());
        return new Listing(
                items(rows, articles),
                ended(step, next) ? Optional.empty() : Optional.of(after.cursor()),
                step.total());
    }

    /// Salesforce takes the number of rows as a hint; what is over the limit is asked for again behind the last row
    /// taken.
    private static Listing cutShort(Step step, Articles articles, int limit) {
        List<ArticleRow> rows = step.page().rows().subList(0, limit);
        ListingCursor after = step.cursor().advanced(null, rows.getLast().place(), limit, 0);
        return new Listing(items(rows, articles), Optional.of(after.cursor()), step.total());
    }

    /// A query that was limited to a window ends with its window; the listing ends with a window that is not full.
    private static boolean ended(Step step, @Nullable String next) {
        int window = step.cursor().window();
        long rowsOfQuery = step.page().total();
        return next == null && (window == 0 || rowsOfQuery < window);
    }

    private static List<Item> items(List<ArticleRow> rows, Articles articles) {
        return rows.stream().filter(ArticleRow::online).map(articles::item).toList();
    }
}
