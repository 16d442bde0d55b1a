package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Found;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/// Runs queries for articles: one page, or a whole answer whose rows are counted against what Salesforce says it has.
final class ArticleQueries {
    /// How often a query is begun again after Salesforce dropped its cursor.
    static final int MAX_RESTARTS = 3;

    private final SalesforceRest rest;

    ArticleQueries(SalesforceRest rest) {
        this.rest = rest;
    }

    /// One page, with the categories of its rows whole.
    Answer<QueryPage<ArticleRow>> page(Grant grant, RestCall call, String doing) {
        return page(grant, call, doing, _ -> {});
    }

    /// The same; `next` is told early where the page behind it is.
    Answer<QueryPage<ArticleRow>> page(Grant grant, RestCall call, String doing, Consumer<String> next) {
        return switch (rest.ask(grant, call, doing, QueryPage.of(ArticleRow::of, next))) {
            case Answer.Refused<QueryPage<ArticleRow>> refused -> refused;
            case Answer.Given<QueryPage<ArticleRow>>(QueryPage<ArticleRow> page, long bytes) ->
                new Answer.Given<>(withAllCategories(grant, page, doing), bytes);
        };
    }

    /// The rows of these ids, asked for in lists of at most `most`, which are halved where Salesforce cannot do so
    /// many.
    Found among(
            Grant grant,
            Knowledge knowledge,
            List<String> ids,
            int most,
            Function<List<String>, String> soql,
            String doing) {
        Found found = Found.NOTHING;
        for (List<String> part : Soql.cut(ids, soql.apply(List.of()), most)) {
            found = found.with(part(grant, knowledge, part, soql, doing));
        }
        return found;
    }

    /// The whole answer of a query.
    Answer<Found> all(Grant grant, Knowledge knowledge, String soql, String doing) {
        Answer<Found> answer = once(grant, knowledge, soql, doing);
        for (int i = 0; i < MAX_RESTARTS && locatorGone(answer); i++) {
            answer = once(grant, knowledge, soql, doing);
        }
        return answer;
    }

    private Found part(
            Grant grant, Knowledge knowledge, List<String> ids, Function<List<String>, String> soql, String doing) {
        return switch (all(grant, knowledge, soql.apply(ids), doing)) {
            case Answer.Given<Found>(Found found, long _) -> found;
            case Answer.Refused<Found>(Refusal refusal) -> {
                if (refusal.kind() != Refusal.Kind.TOO_MUCH) {
                    throw StaleDescription.unlessFinal(refusal, doing);
                }
                if (ids.size() > 1) {
                    int half = ids.size() / 2;
                    yield part(grant, knowledge, ids.subList(0, half), soql, doing)
                            .with(part(grant, knowledge, ids.subList(half, ids.size()), soql, doing));
                }
                if (refusal.answerTooLarge()) {
                    yield Found.tooLong(ids.getFirst());
                }
                throw refusal.failure(doing);
            }
        };
    }

    private Answer<Found> once(Grant grant, Knowledge knowledge, String soql, String doing) {
        List<ArticleRow> rows = new ArrayList<>();
        long bytes = 0;
        RestCall call = RestCall.query(knowledge.version(), soql, RestCall.MAX_ROWS);
        while (true) {
            switch (page(grant, call, doing)) {
                case Answer.Refused<QueryPage<ArticleRow>>(Refusal refusal) -> {
                    return new Answer.Refused<>(refusal);
                }
                case Answer.Given<QueryPage<ArticleRow>>(QueryPage<ArticleRow> page, long pageBytes) -> {
                    rows.addAll(page.rows());
                    bytes += pageBytes;
                    String next = page.next();
                    if (next == null || rows.size() > page.total()) {
                        requireWhole(rows.size(), page.total(), doing);
                        return new Answer.Given<>(new Found(rows, bytes, Set.of()), bytes);
                    }
                    call = RestCall.nextPage(next, RestCall.MAX_ROWS);
                }
            }
        }
    }

    /// A short answer is not a shorter truth.
    static void requireWhole(long rows, long total, String doing) {
        if (rows != total) {
            throw new Failure(
                    ErrorCode.SOURCE_RESPONSE_MALFORMED,
                    "could not " + doing + ": Salesforce announced " + total + " rows and sent " + rows
                            + "; the listing has to begin again",
                    Retry.after(Refusal.PAUSE),
                    null);
        }
    }

    private QueryPage<ArticleRow> withAllCategories(Grant grant, QueryPage<ArticleRow> page, String doing) {
        if (page.rows().stream().allMatch(row -> row.moreCategories() == null)) {
            return page;
        }
        List<ArticleRow> rows = page.rows().stream()
                .map(row -> withAllCategories(grant, row, doing))
                .toList();
        return new QueryPage<>(rows, page.total(), page.next());
    }

    private ArticleRow withAllCategories(Grant grant, ArticleRow row, String doing) {
        SortedSet<String> categories = new TreeSet<>(row.categories());
        String next = row.moreCategories();
        while (next != null) {
            QueryPage<String> page = rest.ask(
                            grant,
                            RestCall.nextPage(next, RestCall.MAX_ROWS),
                            doing,
                            QueryPage.of(ArticleRow::category))
                    .orThrow(doing);
            categories.addAll(page.rows());
            next = page.next();
        }
        return row.withCategories(categories);
    }

    private static boolean locatorGone(Answer<Found> answer) {
        return answer instanceof Answer.Refused<Found>(Refusal refusal) && refusal.kind() == Refusal.Kind.LOCATOR_GONE;
    }
}
