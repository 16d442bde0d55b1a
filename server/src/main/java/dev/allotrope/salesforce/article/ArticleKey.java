package dev.allotrope.salesforce.article;

import dev.allotrope.source.Source.Named;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What names an article for its whole life: the 18-character `KnowledgeArticleId` and a language such as `en_US`.
/// Without a language it means all of them. The external id is `<KnowledgeArticleId>:<Language>`.
public record ArticleKey(String articleId, @Nullable String language) {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:_[A-Za-z0-9]{1,8})*");

    /// Reads an external id, or a bare article id of 15 or 18 characters; empty for anything else.
    public static Optional<ArticleKey> parse(String externalId) {
        int colon = externalId.indexOf(':');
        if (colon < 0) {
            return SalesforceId.normalise(externalId).map(id -> new ArticleKey(id, null));
        }
        String language = externalId.substring(colon + 1);
        if (!LANGUAGE.matcher(language).matches()) {
            return Optional.empty();
        }
        return SalesforceId.normalise(externalId.substring(0, colon)).map(id -> new ArticleKey(id, language));
    }

    public boolean covers(String otherLanguage) {
        return language == null || language.equals(otherLanguage);
    }

    public Named named() {
        return language == null ? new Named.Family(articleId) : new Named.One(externalId(articleId, language));
    }

    public static String externalId(String articleId, String language) {
        return articleId + ":" + language;
    }
}
