package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Classic Knowledge: an object for each article type (Knowledge Developer Guide, Knowledge Object Model), with key
/// prefixes ka0, ka1, … (REST API guide, suggestTitleMatches, articleTypes).
class ClassicTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        salesforce.simulator().switches().set(Switch.CLASSIC, true);
        publish("reset", "FAQ");
        publish("mount", "How_To");
    }

    @Test
    void every_article_type_is_an_object() {
        List<JsonNode> objects = SimClient.json(client.get(SimClient.DATA + "/sobjects"))
                .get("sobjects")
                .valueStream()
                .filter(object -> object.get("name").asString().endsWith("__kav"))
                .toList();

        assertThat(objects)
                .extracting(object -> object.get("name").asString())
                .containsExactly("FAQ__kav", "How_To__kav");
        assertThat(objects)
                .extracting(object -> object.get("keyPrefix").asString())
                .containsExactly("ka0", "ka1");
    }

    @Test
    void an_object_holds_the_articles_of_its_type() {
        JsonNode article = client.records("SELECT Id, KnowledgeArticleId, Title FROM How_To__kav")
                .getFirst();

        assertThat(article.get("Title").asString()).isEqualTo("mount");
        assertThat(article.get("Id").asString()).startsWith("ka1");
        assertThat(article.get("KnowledgeArticleId").asString()).startsWith("kA1");
        assertThat(SimClient.errorCode(client.query("SELECT Id FROM Knowledge__kav")))
                .isEqualTo("INVALID_TYPE");
    }

    // No record types in Classic Knowledge; the abstract object spans the types and names them.
    @Test
    void the_abstract_object_spans_the_types() {
        assertThat(client.records("SELECT Title, ArticleType FROM KnowledgeArticleVersion ORDER BY Title"))
                .extracting(row -> row.get("ArticleType").asString())
                .containsExactly("How_To__kav", "FAQ__kav");
        assertThat(client.query("SELECT RecordTypeId FROM FAQ__kav").statusCode())
                .isEqualTo(400);
        assertThat(client.query("SELECT Answer__c FROM KnowledgeArticleVersion").statusCode())
                .isEqualTo(400);
    }

    private void publish(String name, String type) {
        ArticleContent content = ArticleContent.of(name, name, "<p>x</p>");
        salesforce.simulator().publish(name, content.withLabels(content.labels().withRecordType(type)));
    }
}
