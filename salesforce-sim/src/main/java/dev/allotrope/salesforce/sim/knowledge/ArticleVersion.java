package dev.allotrope.salesforce.sim.knowledge;

import org.jspecify.annotations.Nullable;

/// One row of `Knowledge__kav`: one version of one article in one language.
///
/// @param id            `ka0…`, 18 characters, another for every version and language
/// @param identity      what every version of the language shares
/// @param versionNumber from 1 up within the language
/// @param latest        `IsLatestVersion`: the online one, a draft, or the newest archived one when none is online
public record ArticleVersion(
        String id,
        Identity identity,
        int versionNumber,
        PublishStatus status,
        boolean latest,
        ArticleContent content,
        Stamps stamps) {

    /// The article and language a version belongs to; `masterVersionId` is null on the master itself.
    public record Identity(
            String articleId,
            String articleNumber,
            String language,
            String masterLanguage,
            @Nullable String masterVersionId) {

        public boolean master() {
            return language.equals(masterLanguage);
        }
    }

    public String articleId() {
        return identity.articleId();
    }

    public String language() {
        return identity.language();
    }

    ArticleVersion with(ArticleContent other, Stamps at) {
        return new ArticleVersion(id, identity, versionNumber, status, latest, other, at);
    }

    ArticleVersion with(PublishStatus other, boolean newest, Stamps at) {
        return new ArticleVersion(id, identity, versionNumber, other, newest, content, at);
    }
}
