package dev.allotrope.salesforce.article;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.TestArticles;
import dev.allotrope.salesforce.rest.RestCall;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoqlTest {
    private final Knowledge knowledge = TestArticles.knowledge();

    @Test
    void a_listing_reads_no_long_text_and_only_fields_that_exist() {
        assertThat(Soql.listing(knowledge, null, 0))
                .isEqualTo("SELECT Id, KnowledgeArticleId, Language, PublishStatus, Title, UrlName, VersionNumber,"
                        + " LastPublishedDate, SystemModstamp, ArticleNumber, ArticleCreatedDate, LastModifiedDate,"
                        + " IsVisibleInApp, IsVisibleInPkb, ValidationStatus, IsMasterLanguage, ArticleMasterLanguage, IsOutOfDate, RecordType.DeveloperName,"
                        + " (SELECT DataCategoryGroupName, DataCategoryName FROM DataCategorySelections)"
                        + " FROM Knowledge__kav WHERE PublishStatus = 'Online' ORDER BY KnowledgeArticleId, Id");
    }

    @Test
    void a_listing_goes_on_behind_a_row_within_a_window() {
        String soql = Soql.listing(knowledge, new Soql.Place("kA0a", "ka0b"), 500);

        assertThat(soql)
                .endsWith(
                        " WHERE PublishStatus = 'Online' AND (KnowledgeArticleId > 'kA0a' OR (KnowledgeArticleId = 'kA0a'"
                                + " AND Id > 'ka0b')) ORDER BY KnowledgeArticleId, Id LIMIT 500");
    }

    @Test
    void whole_articles_are_read_by_version_and_only_when_online() {
        assertThat(Soql.whole(knowledge, List.of("ka0a", "ka0b")))
                .contains(", Summary, Question__c, Answer__c, RecordType.DeveloperName, (SELECT")
                .endsWith(" WHERE PublishStatus = 'Online' AND Id IN ('ka0a','ka0b')");
    }

    @Test
    void lists_of_ids_are_cut_so_that_the_url_stays_below_the_limit() {
        List<String> ids = Collections.nCopies(2_000, TestArticles.ARTICLE);
        List<List<String>> parts = Soql.cut(ids, Soql.ofArticles(knowledge, List.of()), 2_000);

        assertThat(parts)
                .hasSize(4)
                .allSatisfy(part -> assertThat(RestCall.encoded(Soql.ofArticles(knowledge, part)))
                        .hasSizeLessThan(Soql.MAX_ENCODED + 10));
        assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(2_000);
        assertThat(Soql.cut(ids, "", 200)).hasSize(10);
        assertThat(Soql.cut(List.of(), "", 200)).isEmpty();
    }
}
