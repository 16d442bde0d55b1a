package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.ArticleKey;
import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Found;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.JsonFields;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Ahead;
import dev.allotrope.source.Grant;
import dev.allotrope.source.ItemRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads articles with all their texts: with one POST for many (sObject Collections retrieve), or by queries where
/// the org refuses that. Both ways read the same fields, so an article looks the same through each.
final class Bodies {
    /// The most ids one collections retrieve takes.
    static final int MAX_IDS = 2_000;
    /// The rows a page holds when it carries two long texts or more (SOQL reference, "Changing the Batch Size").
    static final int MAX_QUERIED = 200;

    private final SalesforceRest rest;
    private final ArticleQueries queries;
    private final Descriptions descriptions;
    private final JsonMapper json;

    Bodies(SalesforceRest rest, ArticleQueries queries, Descriptions descriptions, JsonMapper json) {
        this.rest = rest;
        this.queries = queries;
        this.descriptions = descriptions;
        this.json = json;
    }

    /// The Online rows among these versions, whose revisions are ids: in the order of their articles' ids, at most
    /// [#MAX_IDS].
    Found read(Grant grant, Knowledge knowledge, List<ItemRef> versions) {
        String doing = "fetch articles of data source " + grant.connection();
        return knowledge.abilities().collections()
                ? collected(grant, knowledge, versions, doing)
                : queried(grant, knowledge, versions, doing);
    }

    private Found queried(Grant grant, Knowledge knowledge, List<ItemRef> versions, String doing) {
        return queries.among(grant, knowledge, ids(versions), MAX_QUERIED, part -> Soql.whole(knowledge, part), doing);
    }

    /// What hangs on the rows is asked for at the same time.
    private Found collected(Grant grant, Knowledge knowledge, List<ItemRef> versions, String doing) {
        RestCall call = RestCall.post(
                knowledge.version() + "/composite/sobjects/" + knowledge.object(),
                request(ids(versions), knowledge.whole()));
        Ahead<Map<String, ArticleRow>> related = Ahead.start(() -> related(grant, knowledge, versions, doing));
        try {
            return switch (rest.ask(grant, call, doing, parser -> records(parser, versions.size()))) {
                case Answer.Given<List<ArticleRow>>(List<ArticleRow> rows, long bytes) ->
                    new Found(withRelated(knowledge, rows, related), bytes, Set.of());
                case Answer.Refused<List<ArticleRow>>(Refusal refusal) ->
                    refusal.kind() == Refusal.Kind.TOO_MUCH
                            ? halves(grant, knowledge, versions, refusal)
                            : queriedFromNowOn(grant, knowledge, versions, doing);
            };
        } finally {
            related.cancel();
        }
    }

    /// Whatever the reason, a query tells whether it is the collections that are refused or the articles.
    private Found queriedFromNowOn(Grant grant, Knowledge knowledge, List<ItemRef> versions, String doing) {
        Found found = queried(grant, knowledge, versions, doing);
        descriptions.learned(grant, knowledge.withoutCollections());
        return found;
    }

    private Found halves(Grant grant, Knowledge knowledge, List<ItemRef> versions, Refusal refusal) {
        if (versions.size() > 1) {
            int half = versions.size() / 2;
            return read(grant, knowledge, versions.subList(0, half))
                    .with(read(grant, knowledge, versions.subList(half, versions.size())));
        }
        if (refusal.answerTooLarge()) {
            return Found.tooLong(versions.getFirst().revisionId());
        }
        throw refusal.failure("fetch articles of data source " + grant.connection());
    }

    private String request(List<String> ids, List<String> fields) {
        ObjectNode request = json.createObjectNode();
        ids.forEach(request.putArray("ids")::add);
        fields.forEach(request.putArray("fields")::add);
        return request.toString();
    }

    /// The answer has one element for each id, null where the record is gone or hidden.
    private static List<ArticleRow> records(JsonParser parser, int asked) {
        List<ArticleRow> rows = new ArrayList<>();
        int[] answered = {0};
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw JsonFields.malformed(parser, "expected an array of records");
        }
        JsonFields.elements(parser, record -> {
            answered[0]++;
            addOnline(record, rows);
        });
        if (answered[0] != asked) {
            throw JsonFields.malformed(parser, asked + " records asked for, " + answered[0] + " answered");
        }
        return rows;
    }

    private static void addOnline(JsonNode record, List<ArticleRow> rows) {
        ArticleRow row = ArticleRow.of(record);
        if (row.online()) {
            rows.add(row);
        }
    }

    /// Collections cannot read along what hangs on a row. A row that a query no longer shows has just been
    /// superseded.
    private static List<ArticleRow> withRelated(
            Knowledge knowledge, List<ArticleRow> rows, Ahead<Map<String, ArticleRow>> related) {
        if (knowledge.related().isEmpty() || rows.isEmpty()) {
            return rows;
        }
        Map<String, ArticleRow> byId = related.join();
        return rows.stream()
                .flatMap(row -> Optional.ofNullable(byId.get(row.id())).map(row::withRelated).stream())
                .toList();
    }

    private Map<String, ArticleRow> related(Grant grant, Knowledge knowledge, List<ItemRef> versions, String doing) {
        if (knowledge.related().isEmpty()) {
            return Map.of();
        }
        Map<String, ArticleRow> related = new HashMap<>();
        List<String> ids = ids(versions);
        if (Soql.cut(ids, Soql.related(knowledge, List.of()), MAX_IDS).size() > 1) {
            put(related, neighbours(grant, knowledge, versions, doing));
        }
        List<String> open = ids.stream().filter(id -> !related.containsKey(id)).toList();
        put(
                related,
                queries.among(grant, knowledge, open, MAX_IDS, part -> Soql.related(knowledge, part), doing)
                        .rows());
        return related;
    }

    private static void put(Map<String, ArticleRow> related, List<ArticleRow> rows) {
        rows.stream().filter(ArticleRow::online).forEach(row -> related.put(row.id(), row));
    }

    /// What lies between the first and the last article is mostly what is asked for, and 2,000 of them come with one
    /// call. Only the first page is taken: the rest is asked for by id.
    private List<ArticleRow> neighbours(Grant grant, Knowledge knowledge, List<ItemRef> versions, String doing) {
        List<String> articleIds = versions.stream()
                .flatMap(version -> ArticleKey.parse(version.externalId()).stream())
                .map(ArticleKey::articleId)
                .sorted()
                .toList();
        if (articleIds.isEmpty()) {
            return List.of();
        }
        String soql = Soql.relatedBetween(knowledge, articleIds.getFirst(), articleIds.getLast());
        return switch (queries.page(grant, RestCall.query(knowledge.version(), soql, MAX_IDS), doing)) {
            case Answer.Given<QueryPage<ArticleRow>>(QueryPage<ArticleRow> page, long _) -> page.rows();
            case Answer.Refused<QueryPage<ArticleRow>> _ -> List.of();
        };
    }

    private static List<String> ids(List<ItemRef> versions) {
        return versions.stream().map(ItemRef::revisionId).toList();
    }
}
