package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Data categories: Salesforce Help, Data Category Visibility; SOQL reference, WITH DATA CATEGORY; object reference,
/// Data Category Selection. The tree is the one Help explains with.
class CategoryTest {

    private static final String ONLINE = " FROM Knowledge__kav WHERE PublishStatus = 'Online'";
    private static final String ADA = "ada@sim.example";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        publish("europe", "Europe");
        publish("france", "Europe", "France");
        publish("paris", "Europe", "France", "Paris");
        publish("spain", "Europe", "Spain");
        publish("asia", "Asia");
        salesforce.simulator().publish("unclassified", ArticleContent.of("unclassified", "unclassified", "<p>x</p>"));
    }

    // WITH DATA CATEGORY, filtering selectors: AT the category, ABOVE with its parents, BELOW with its children.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Geography__c AT France__c|france",
                "Geography__c ABOVE France__c|europe france",
                "Geography__c BELOW France__c|france paris",
                "Geography__c ABOVE_OR_BELOW France__c|europe france paris",
                "Geography__c BELOW All__c|asia europe france paris spain",
                "Geography__c AT (Spain__c, Asia__c)|asia spain",
                "geography__c below europe__c|europe france paris spain",
            })
    void a_condition_takes_its_part_of_the_line(String condition, String expected) {
        assertThat(client.records("SELECT Title" + ONLINE + " WITH DATA CATEGORY " + condition + " ORDER BY Title"))
                .extracting(row -> row.get("Title").asString())
                .containsExactly(expected.split(" "));
    }

    // WITH DATA CATEGORY: conditions of several groups must all hold.
    @Test
    void conditions_of_two_groups_both_hold() {
        salesforce
                .simulator()
                .org()
                .categorize(
                        "paris",
                        null,
                        List.of(
                                new CategorySelection("Geography", List.of("All", "Europe", "France", "Paris")),
                                new CategorySelection("Products", List.of("All", "Router"))));

        assertThat(client.records("SELECT Title" + ONLINE
                        + " WITH DATA CATEGORY Geography__c BELOW Europe__c AND Products__c BELOW All__c"))
                .extracting(row -> row.get("Title").asString())
                .containsExactly("paris");
    }

    // Data Category Visibility: "If France is the only visible category selected, then you can see articles classified
    // with Europe, France, and all French cities", not Spain and not Asia; unclassified ones are seen by all.
    @Test
    void a_visible_category_shows_its_whole_line() {
        see("Geography", "France");

        assertThat(client.loggedIn(ADA).records("SELECT Title" + ONLINE + " ORDER BY Title"))
                .extracting(row -> row.get("Title").asString())
                .containsExactly("europe", "france", "paris", "unclassified");
        assertThat(client.loggedIn().records("SELECT Title" + ONLINE)).hasSize(6);
    }

    // Help 000382931: at least one category in each group the article is classified in.
    @Test
    void each_group_must_show_a_category() {
        salesforce
                .simulator()
                .org()
                .categorize(
                        "paris",
                        null,
                        List.of(
                                new CategorySelection("Geography", List.of("All", "Europe", "France", "Paris")),
                                new CategorySelection("Products", List.of("All", "Router"))));
        see("Products");

        assertThat(client.loggedIn(ADA).records("SELECT Title" + ONLINE + " AND Title = 'paris'"))
                .isEmpty();
        see("Products", "Router");
        assertThat(client.loggedIn(ADA).records("SELECT Title" + ONLINE + " AND Title = 'paris'"))
                .hasSize(1);
    }

    // What cannot be seen cannot be retrieved or counted either.
    @Test
    void an_invisible_article_is_not_there() {
        see("Geography");
        String id = salesforce.simulator().published().getFirst().id();
        client.loggedIn(ADA);

        assertThat(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/" + id).statusCode())
                .isEqualTo(404);
        assertThat(SimClient.json(client.post(
                                SimClient.DATA + "/composite/sobjects/Knowledge__kav",
                                "{\"ids\":[\"" + id + "\"],\"fields\":[\"Title\"]}"))
                        .get(0)
                        .isNull())
                .isTrue();
        assertThat(SimClient.json(client.query("SELECT COUNT()" + ONLINE))
                        .get("totalSize")
                        .asInt())
                .isEqualTo(1);
    }

    // Data Category Selection: an object of its own, by the name of the Knowledge object; rows hang on the version.
    @Test
    void selections_are_an_object() {
        String version = client.records("SELECT Id" + ONLINE + " AND Title = 'paris'")
                .getFirst()
                .get("Id")
                .asString();

        JsonNode row = client.records("SELECT Id, ParentId, DataCategoryGroupName, DataCategoryName"
                        + " FROM Knowledge__DataCategorySelection WHERE ParentId IN ('" + version + "')")
                .getFirst();

        assertThat(row.get("ParentId").asString()).isEqualTo(version);
        assertThat(row.get("DataCategoryGroupName").asString()).isEqualTo("Geography");
        assertThat(row.get("DataCategoryName").asString()).isEqualTo("Paris");
        assertThat(row.get("Id").asString()).startsWith("02o").hasSize(18);
    }

    // Semi-joins (SOQL reference): the selections of a type's articles in one statement.
    @Test
    void selections_are_found_by_a_semi_join() {
        assertThat(client.records("SELECT DataCategoryName FROM Knowledge__DataCategorySelection WHERE ParentId IN"
                        + " (SELECT Id" + ONLINE + " AND Title LIKE 'p%')"))
                .extracting(row -> row.get("DataCategoryName").asString())
                .containsExactly("Paris");
    }

    // Object reference: the prefix is that of the Knowledge object, renamed or not.
    @Test
    void the_prefix_of_selections_follows_the_object() {
        salesforce.simulator().switches().objectPrefix("Help");

        assertThat(client.records("SELECT Id FROM Help__DataCategorySelection")).hasSize(5);
        assertThat(client.query("SELECT Id FROM Knowledge__DataCategorySelection")
                        .statusCode())
                .isEqualTo(400);
    }

    // A category stands at one place of its group.
    @Test
    void a_category_does_not_move() {
        Categories categories = salesforce.simulator().org().categories();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> categories.learn(label("Geography"), List.of(label("Asia"), label("France"))));
    }

    // Without data categories there is neither the relationship nor the object.
    @Test
    void the_feature_may_be_off() {
        salesforce.simulator().switches().set(Switch.DATA_CATEGORIES, false);

        assertThat(client.get(SimClient.DATA + "/sobjects").body()).doesNotContain("DataCategorySelection");
    }

    private static Categories.Label label(String text) {
        return Categories.Label.of(text);
    }

    private void see(String group, String... categories) {
        salesforce
                .simulator()
                .users()
                .change(ADA, user -> user.with(CategoryVisibility.ALL.with(group, Set.of(categories))));
    }

    private void publish(String name, String... below) {
        List<String> path = Arrays.asList(below);
        ArticleContent content = ArticleContent.of(name, name, "<p>x</p>");
        salesforce
                .simulator()
                .publish(
                        name,
                        content.withLabels(
                                content.labels().withCategories(List.of(new CategorySelection("Geography", path)))));
    }
}
