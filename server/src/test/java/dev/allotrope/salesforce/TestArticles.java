package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Choices;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Knowledge.Abilities;
import dev.allotrope.salesforce.article.Knowledge.BodyField;
import dev.allotrope.salesforce.rest.RestSettings;
import dev.allotrope.source.settings.SourceSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Descriptions and rows for tests, as Salesforce writes them.
public final class TestArticles {
    public static final String ARTICLE = "kA0xx000000000BCAQ";
    public static final String VERSION = "ka0xx0000000001AAA";
    public static final RestSettings IMPATIENT = new RestSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(30), 2, Duration.ofMillis(1), Duration.ofMillis(2));

    private static final BodyField SUMMARY = new BodyField("Summary", "Summary", false);
    private static final List<BodyField> BODY =
            List.of(new BodyField("Question__c", "Question", false), new BodyField("Answer__c", "Answer & more", true));

    private TestArticles() {}

    public static Knowledge knowledge() {
        Set<String> fields = new HashSet<>(Knowledge.REQUIRED);
        fields.addAll(List.of(
                "Summary",
                "ArticleNumber",
                "ArticleCreatedDate",
                "LastModifiedDate",
                "IsVisibleInApp",
                "IsVisibleInPkb",
                "RecordTypeId",
                "ValidationStatus",
                "IsMasterLanguage",
                "ArticleMasterLanguage",
                "IsOutOfDate"));
        return new Knowledge(
                "/services/data/v67.0",
                "Knowledge__kav",
                fields,
                new Abilities(true, true, true),
                new Choices(
                        BODY,
                        List.of(SUMMARY, BODY.getFirst(), BODY.getLast(), new BodyField("Notes__c", "Notes", false)),
                        Set.of("en_US", "de"),
                        Map.of("FAQ", "Questions & answers", "How_To", "How to"),
                        Set.of("Validated", "Not Validated")),
                SourceSettings.DEFAULT);
    }

    public static ArticleRow row(String json) {
        return ArticleRow.of(new JsonMapper().readTree(json));
    }

    public static ArticleRow vpnGuide() {
        return row(VPN_GUIDE);
    }

    public static final String VPN_GUIDE = """
            {"attributes":{"type":"Knowledge__kav","url":"/services/data/v67.0/sobjects/Knowledge__kav/ka0xx0000000001AAA"},
             "Id":"ka0xx0000000001AAA","KnowledgeArticleId":"kA0xx000000000BCAQ","Language":"en_US",
             "PublishStatus":"Online","Title":"VPN setup","UrlName":"VPN-setup-für-alle","VersionNumber":3,
             "LastPublishedDate":"2026-11-23T10:00:00.000+0000","SystemModstamp":"2026-11-23T10:00:01.000+0000",
             "ArticleNumber":"000001004","ArticleCreatedDate":"2025-01-02T03:04:05.000+0000",
             "LastModifiedDate":"2026-11-22T09:00:00.000+0000","IsVisibleInApp":true,"IsVisibleInPkb":true,
             "RecordType":{"attributes":{"type":"RecordType"},"DeveloperName":"FAQ"},"ValidationStatus":"Not Validated","IsMasterLanguage":true,
             "ArticleMasterLanguage":"en_US",
             "IsOutOfDate":false,"Summary":"Line one\\r\\nline <two>\\n\\nThird","Question__c":"How?\\nWhere a < b?",
             "Answer__c":"<p>Like this</p>",
             "DataCategorySelections":{"totalSize":2,"done":true,"records":[
               {"DataCategoryGroupName":"Products","DataCategoryName":"Router"},
               {"DataCategoryGroupName":"Geography","DataCategoryName":"EMEA"}]}}
            """;
}
