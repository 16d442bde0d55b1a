package dev.allotrope.salesforce.sim.knowledge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an author writes into one version: the texts, how they are classed, and the files attached.
public record ArticleContent(
        String title,
        String urlName,
        @Nullable String summary,
        ArticleBody body,
        Labels labels,
        List<Attachment> attachments) {

    public ArticleContent {
        attachments = List.copyOf(attachments);
    }

    /// Without files.
    public ArticleContent(String title, String urlName, @Nullable String summary, ArticleBody body, Labels labels) {
        this(title, urlName, summary, body, labels, List.of());
    }

    /// A document (`069…`) and since when it hangs on the article.
    public record Attachment(String documentId, Instant since) {}

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

        public Labels withCategories(List<CategorySelection> selections) {
            return new Labels(recordType, channels, selections, validationStatus, outOfDate);
        }

        public Labels withChannels(Set<Channel> others) {
            return new Labels(recordType, others, categories, validationStatus, outOfDate);
        }

        public Labels withRecordType(@Nullable String other) {
            return new Labels(other, channels, categories, validationStatus, outOfDate);
        }

        public Labels withValidationStatus(String other) {
            return new Labels(recordType, channels, categories, other, outOfDate);
        }

        Labels withOutOfDate(boolean late) {
            return new Labels(recordType, channels, categories, validationStatus, late);
        }
    }

    /// An article of a title and a rich-text answer, classed plainly.
    public static ArticleContent of(String title, String urlName, String html) {
        return new ArticleContent(title, urlName, null, ArticleBody.of(Map.of(ArticleBody.ANSWER, html)), Labels.PLAIN);
    }

    public ArticleContent withTitle(String other) {
        return new ArticleContent(other, urlName, summary, body, labels, attachments);
    }

    public ArticleContent withBody(ArticleBody other) {
        return new ArticleContent(title, urlName, summary, other, labels, attachments);
    }

    public ArticleContent withLabels(Labels other) {
        return new ArticleContent(title, urlName, summary, body, other, attachments);
    }

    public ArticleContent withUrlName(String other) {
        return new ArticleContent(title, other, summary, body, labels, attachments);
    }

    ArticleContent withAttachments(List<Attachment> others) {
        return new ArticleContent(title, urlName, summary, body, labels, others);
    }
}
