package dev.allotrope.salesforce.article;

import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.source.Watermark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The queries we send. Ids come from [SalesforceId], so they need no quoting. Every query asks for Online rows:
/// without that filter Salesforce returns drafts too.
public final class Soql {
    /// The longest query as it stands in a URL, in bytes. Salesforce refuses URL and headers above 16,384 bytes
    /// together; the rest is left for the headers, whose access token may be a long JWT.
    public static final int MAX_ENCODED = 12_288;

    private static final String ONLINE = " WHERE PublishStatus = 'Online'";

    private Soql() {}

    /// The place of a row in a listing.
    public record Place(String articleId, String versionId) {}

    /// The names of what [#pulse] answers.
    public static final String COUNTED = "articles";

    public static final String MODIFIED = "modified";
    public static final String PUBLISHED = "released";

    /// All published articles in scope, or those behind `after`; `window` above zero ends the answer after so many
    /// rows.
    public static String listing(Knowledge knowledge, @Nullable Place after, int window) {
        return select(knowledge, knowledge.listed()) + where(knowledge) + from(knowledge, after, window);
    }

    /// Of these the ones that bear a time of `since` or a later one: a publication need not move SystemModstamp.
    public static String changes(Knowledge knowledge, Watermark since, @Nullable Place after, int window) {
        return select(knowledge, knowledge.listed())
                + where(knowledge)
                + " AND (SystemModstamp >= " + ServerTime.literal(since.modified())
                + " OR LastPublishedDate >= " + ServerTime.literal(since.published()) + ")"
                + from(knowledge, after, window);
    }

    /// How many articles in scope are published, and the newest times among them.
    public static String pulse(Knowledge knowledge) {
        return "SELECT COUNT(Id) " + COUNTED + ", MAX(SystemModstamp) " + MODIFIED + ", MAX(LastPublishedDate) "
                + PUBLISHED + " FROM " + knowledge.object() + ONLINE + where(knowledge) + with(knowledge);
    }

    /// All published articles in scope with nothing but the time in a field, the newest first.
    public static String newest(Knowledge knowledge, String field) {
        return "SELECT Id, " + field + " FROM " + knowledge.object() + ONLINE + where(knowledge) + " AND " + field
                + " != null" + with(knowledge) + " ORDER BY " + field + " DESC";
    }

    /// Every language in scope of these articles, without long texts.
    public static String ofArticles(Knowledge knowledge, List<String> articleIds) {
        return select(knowledge, knowledge.listed())
                + where(knowledge)
                + among("KnowledgeArticleId", articleIds)
                + with(knowledge);
    }

    /// These versions with all their texts, also those out of scope.
    public static String whole(Knowledge knowledge, List<String> versionIds) {
        return select(knowledge, knowledge.whole()) + among("Id", versionIds);
    }

    /// What hangs on these versions, also those out of scope.
    public static String related(Knowledge knowledge, List<String> versionIds) {
        return select(knowledge, List.of("Id", "PublishStatus")) + among("Id", versionIds);
    }

    /// What hangs on all versions in scope whose article lies between the two, both included.
    public static String relatedBetween(Knowledge knowledge, String first, String last) {
        return select(knowledge, List.of("Id", "PublishStatus"))
                + where(knowledge)
                + " AND KnowledgeArticleId >= '" + first + "' AND KnowledgeArticleId <= '" + last + "'"
                + with(knowledge);
    }

    /// A text as a literal, whatever it holds (SOQL reference, Quoted String Escape Sequences).
    public static String quoted(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (char character : text.toCharArray()) {
            switch (character) {
                case '\\', '\'', '"' -> literal.append('\\').append(character);
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> literal.append(character);
            }
        }
        return literal.append('\'').toString();
    }

    /// Cuts the ids into lists that fit into a query, none longer than `most`. `frame` is such a query without ids.
    public static List<List<String>> cut(List<String> ids, String frame, int most) {
        int room = MAX_ENCODED - RestCall.encoded(frame).length();
        List<List<String>> parts = new ArrayList<>();
        int start = 0;
        while (start < ids.size()) {
            int end = start;
            int used = 0;
            while (end < ids.size() && end - start < most && used + cost(ids.get(end)) <= room) {
                used += cost(ids.get(end));
                end++;
            }
            if (end == start) {
                throw new IllegalStateException(
                        "no room for an id beside a query of " + frame.length() + " characters");
            }
            parts.add(ids.subList(start, end));
            start = end;
        }
        return parts;
    }

    private static int cost(String id) {
        return id.length() + "'',".length();
    }

    private static String select(Knowledge knowledge, List<String> fields) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(knowledge.related());
        return "SELECT " + String.join(", ", all) + " FROM " + knowledge.object() + ONLINE;
    }

    private static String where(Knowledge knowledge) {
        return ScopeFilter.where(knowledge.settings().scope());
    }

    /// Stands behind all that WHERE asks for.
    private static String with(Knowledge knowledge) {
        return ScopeFilter.with(knowledge.settings().scope());
    }

    private static String from(Knowledge knowledge, @Nullable Place after, int window) {
        return (after == null ? "" : behind(after)) + with(knowledge) + " ORDER BY KnowledgeArticleId, Id"
                + (window > 0 ? " LIMIT " + window : "");
    }

    private static String behind(Place place) {
        return " AND (KnowledgeArticleId > '" + place.articleId() + "' OR (KnowledgeArticleId = '" + place.articleId()
                + "' AND Id > '" + place.versionId() + "'))";
    }

    private static String among(String field, List<String> ids) {
        return " AND " + field + " IN ('" + String.join("','", ids) + "')";
    }
}
