package dev.allotrope.salesforce.sim.knowledge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an author writes into one version: the texts and how they are classed.
public record ArticleContent(
        String title, String urlName, @Nullable String summary, ArticleBody body, Labels labels) {

    /// How a version is classed: record type (developer name), channels, categories, validation, out-of-date mark.
    public record Labels(
            @Nullable String recordType,
            Set<Channel> channels,
            List<CategorySelection> categories,
            String validationStatus,
            boolean outOfDate) {

        /// In the internal app and the public knowledge base, otherwise unclassed.
        public static final Labels PLAIN =
                new Labels(null, Set.of(Channel.APP, Channel.PKB), List.of(), "Not Validated", false);

        public Labels {
            channels = Set.copyOf(channels);
            categories = List.copyOf(categories);
        }

        Labels withCategories(List<CategorySelection> selections) {
            return new Labels(recordType, channels, selections, validationStatus, outOfDate);
        }
    }

    /// An article of a title and a rich-text answer, classed plainly.
    public static ArticleContent of(String title, String urlName, String html) {
        return new ArticleContent(title, urlName, null, ArticleBody.of(Map.of(ArticleBody.ANSWER, html)), Labels.PLAIN);
    }

    public ArticleContent withTitle(String other) {
        return new ArticleContent(other, urlName, summary, body, labels);
    }

    public ArticleContent withBody(ArticleBody other) {
        return new ArticleContent(title, urlName, summary, other, labels);
    }

    public ArticleContent withLabels(Labels other) {
        return new ArticleContent(title, urlName, summary, body, other);
    }
}
