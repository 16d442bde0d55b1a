package dev.allotrope.salesforce.audit;

import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.ScopeFilter;
import dev.allotrope.salesforce.article.ServerTime;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Mention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Queries over rows of every status. They select ids, language, status and dates of a row and nothing else. A status
/// is always asked for: the object reference wants it in the filter of every query.
public final class AuditSoql {
    /// More rows than one article has versions that are not replaced: a draft, a published and an archived one in each
    /// language.
    static final int MAX_ROWS = 500;

    /// The name of the number in an answer to [#counts].
    public static final String AMOUNT = "amount";

    private static final String PUBLISHED = " WHERE PublishStatus = 'Online'";
    private static final String ANY_STATUS = " WHERE PublishStatus IN ('Online','Draft','Archived')";
    private static final List<String> DATES =
            List.of("LastPublishedDate", "ArchivedDate", "LastModifiedDate", "CreatedDate");

    private AuditSoql() {}

    /// The versions that somebody may mean by an id or a name.
    public static String named(Knowledge knowledge, Mention mention) {
        List<String> any = new ArrayList<>();
        if (!mention.families().isEmpty()) {
            any.add(among("KnowledgeArticleId", mention.families()));
        }
        if (!mention.revisions().isEmpty()) {
            any.add(among("Id", mention.revisions()));
        }
        for (Map.Entry<String, String> name : Mentions.fields(mention).entrySet()) {
            if (knowledge.fields().contains(name.getKey())) {
                any.add(name.getKey() + " = " + Soql.quoted(name.getValue()));
            }
        }
        return select(knowledge) + ANY_STATUS + " AND (" + String.join(" OR ", any) + ") LIMIT " + MAX_ROWS;
    }

    /// All versions of these articles.
    public static String versions(Knowledge knowledge, List<String> articleIds) {
        return select(knowledge) + ANY_STATUS + " AND " + among("KnowledgeArticleId", articleIds) + " LIMIT "
                + MAX_ROWS;
    }

    /// Versions that were replaced: they come only to a query for their ids that says so.
    public static String replaced(Knowledge knowledge, List<String> versionIds) {
        return select(knowledge) + " WHERE PublishStatus = 'Archived' AND " + among("Id", versionIds)
                + " AND IsLatestVersion = false";
    }

    /// How many versions there are, by language, status and type.
    public static String counts(Knowledge knowledge) {
        return counted(knowledge, ANY_STATUS);
    }

    private static String counted(Knowledge knowledge, String filter) {
        String by = String.join(
                ", ",
                Stream.concat(Stream.of("Language", "PublishStatus"), type(knowledge).stream())
                        .toList());
        return "SELECT " + by + ", COUNT(Id) " + AMOUNT + " FROM " + knowledge.object() + filter + " GROUP BY " + by;
    }

    /// How many versions are published.
    public static String published(Knowledge knowledge) {
        return "SELECT COUNT() FROM " + knowledge.object() + PUBLISHED;
    }

    /// How many versions in scope are published, by language, status and type.
    public static String countsInScope(Knowledge knowledge) {
        return counted(knowledge, PUBLISHED + where(knowledge) + with(knowledge));
    }

    /// How many versions in scope are published.
    public static String publishedInScope(Knowledge knowledge) {
        return published(knowledge) + where(knowledge) + with(knowledge);
    }

    /// Published versions in scope that changed since, which a publication need not show in SystemModstamp.
    public static String changed(Knowledge knowledge, Instant since) {
        String time = ServerTime.literal(since);
        return select(knowledge) + PUBLISHED + where(knowledge) + " AND (SystemModstamp >= " + time
                + " OR LastPublishedDate >= " + time + ")" + with(knowledge) + " LIMIT " + Auditor.CHANGES;
    }

    private static String where(Knowledge knowledge) {
        return ScopeFilter.where(knowledge.settings().scope());
    }

    private static String with(Knowledge knowledge) {
        return ScopeFilter.with(knowledge.settings().scope());
    }

    /// The field that holds an article's type, if the org has types.
    public static Optional<String> type(Knowledge knowledge) {
        if (knowledge.fields().contains("RecordTypeId")) {
            return Optional.of(ArticleRow.RECORD_TYPE);
        }
        return Optional.of("ArticleType").filter(knowledge.fields()::contains);
    }

    private static String select(Knowledge knowledge) {
        List<String> fields = new ArrayList<>(List.of("Id", "KnowledgeArticleId", "Language", "PublishStatus"));
        DATES.stream().filter(knowledge.fields()::contains).forEach(fields::add);
        return "SELECT " + String.join(", ", fields) + " FROM " + knowledge.object();
    }

    private static String among(String field, List<String> ids) {
        return field + " IN ('" + String.join("','", ids) + "')";
    }
}
