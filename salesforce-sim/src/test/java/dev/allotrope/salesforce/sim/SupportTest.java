package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.user.UserKind;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The support resources: REST API guide, Articles List, Articles Details, Data Category Groups, Data Category Detail;
/// Knowledge Developer Guide, knowledgeManagement/settings.
class SupportTest {

    private static final String ARTICLES = SimClient.DATA + "/support/knowledgeArticles";
    private static final String GROUPS = SimClient.DATA + "/support/dataCategoryGroups";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        post("/sim/categories", """
                {"group":"Products","label":"Our products","categories":[{"name":"Gateway","label":"Gateways & hubs",
                "categories":[{"name":"GW 100"},{"name":"GW 200"}]},{"name":"Battery"}]}
                """);
        post("/sim/articles", """
                {"id":"reset","title":"Reset the gateway","summary":"How","html":"<p>Hold the button.</p>",
                "categories":[{"group":"Products","path":["Gateway","GW 100"]}]}
                """);
        post("/sim/articles", """
                {"id":"reset-de","article":"reset","language":"de","title":"Gateway zurücksetzen","html":"<p>Taste</p>"}
                """);
        post("/sim/articles", """
                {"id":"staff","title":"For staff","html":"<p>Ask.</p>","channels":["App"]}
                """);
    }

    // Articles List: ids of articles, types, chosen categories with labels, dates without milliseconds.
    @Test
    void a_listed_article_looks_as_documented() {
        JsonNode article = articles("?sort=Title&order=DESC").getFirst();

        assertThat(article.get("id").asString()).startsWith("kA0");
        assertThat(article.get("articleType").asString()).isEqualTo("Knowledge__kav");
        assertThat(article.get("title").asString()).isEqualTo("Reset the gateway");
        assertThat(article.get("lastPublishedDate").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        JsonNode group = article.get("categoryGroups").get(0);
        assertThat(group.get("groupLabel").asString()).isEqualTo("Our products");
        assertThat(group.get("selectedCategories").get(0).get("categoryName").asString())
                .isEqualTo("GW_100");
        assertThat(group.get("selectedCategories").get(0).get("categoryLabel").asString())
                .isEqualTo("GW 100");
        assertThat(article.has("layoutItems")).isFalse();
    }

    // Articles List: Accept-Language is required and names one active Knowledge language.
    @Test
    void the_language_is_required() {
        salesforce.simulator().switches().inactiveLanguages(Set.of("de"));

        HttpResponse<String> none = client.get(ARTICLES);
        HttpResponse<String> unknown = client.get(ARTICLES, "Accept-Language", "fr");
        HttpResponse<String> inactive = client.get(ARTICLES, "Accept-Language", "de");

        assertThat(List.of(none.statusCode(), unknown.statusCode(), inactive.statusCode()))
                .containsOnly(400);
        assertThat(SimClient.message(none)).startsWith("Invalid language code.");
        assertThat(SimClient.message(unknown)).startsWith("The language code is not valid");
    }

    // Articles List: one language a call.
    @Test
    void one_language_is_answered() {
        JsonNode page = SimClient.json(client.get(ARTICLES, "Accept-Language", "de"));

        assertThat(page.get("articles").size()).isEqualTo(1);
        assertThat(page.get("articles").get(0).get("title").asString()).isEqualTo("Gateway zurücksetzen");
    }

    // Articles List: channel, by default that of the user's kind.
    @Test
    void the_channel_is_that_of_the_user() {
        salesforce.simulator().users().change("guest", user -> user.with(UserKind.GUEST));

        assertThat(articles("")).hasSize(2);
        assertThat(articles("?channel=Pkb")).hasSize(1);
        client.loggedIn("guest");
        assertThat(articles("")).hasSize(1);
    }

    // Articles List: categories as a JSON map, with all of the line by default.
    @Test
    void categories_filter_the_list() {
        assertThat(articles("?categories=%7B%22Products%22:%22Gateway%22%7D")).hasSize(1);
        assertThat(articles("?categories=%7B%22Products%22:%22Gateway%22%7D&queryMethod=AT"))
                .isEmpty();
        assertThat(SimClient.errorCode(client.get(ARTICLES + "?categories=Gateway", "Accept-Language", "en-US")))
                .isEqualTo("ARGUMENT_OBJECT_PARSE_ERROR");
    }

    // Articles List: pages of 1 to 100, next page until the end, default parameters left out of the addresses.
    @Test
    void pages_lead_to_the_end() {
        List<String> titles = new ArrayList<>();
        String next = ARTICLES + "?pageSize=1&sort=Title&order=ASC";
        while (next != null) {
            JsonNode page = SimClient.json(client.get(next, "Accept-Language", "en-US"));
            titles.add(page.get("articles").get(0).get("title").asString());
            next = page.get("nextPageUrl").asString(null);
        }

        assertThat(titles).containsExactly("For staff", "Reset the gateway");
        assertThat(client.get(ARTICLES + "?pageSize=101", "Accept-Language", "en-US")
                        .statusCode())
                .isEqualTo(400);
        assertThat(SimClient.json(client.get(ARTICLES + "?order=DESC&pageSize=3", "Accept-Language", "en-US"))
                        .get("currentPageUrl")
                        .asString())
                .isEqualTo(ARTICLES + "?pageSize=3");
    }

    // Articles List: q searches.
    @Test
    void words_are_searched() {
        assertThat(articles("?q=hold+button")).hasSize(1);
        assertThat(articles("?q=zebra")).isEmpty();
    }

    // Articles Details: the fields of the layout, in the language asked for; found by id or URL name.
    @Test
    void an_article_shows_its_layout() {
        String id = salesforce.simulator().org().idOf("reset");

        JsonNode byId = SimClient.json(client.get(ARTICLES + "/" + id, "Accept-Language", "de"));
        JsonNode byName = SimClient.json(client.get(ARTICLES + "/reset?isUrlName=true", "Accept-Language", "en-US"));

        assertThat(byId.get("title").asString()).isEqualTo("Gateway zurücksetzen");
        assertThat(byId.get("versionNumber").asInt()).isEqualTo(1);
        assertThat(item(byName, "Answer__c").get("type").asString()).isEqualTo("RICH_TEXT_AREA");
        assertThat(item(byName, "Answer__c").get("value").asString()).isEqualTo("<p>Hold the button.</p>");
        assertThat(byName.get("createdBy").get("url").asString()).startsWith(SimClient.DATA + "/chatter/users/005");
    }

    // Articles Details: before v44 the names of custom fields come without __c.
    @Test
    void old_versions_name_fields_without_suffix() {
        JsonNode article = SimClient.json(
                client.get("/services/data/v43.0/support/knowledgeArticles/reset", "Accept-Language", "en-US"));

        assertThat(item(article, "Answer").get("value").asString()).contains("Hold");
    }

    // Articles Details: the default counts the view, updateViewStat=false does not; the version row is not touched.
    @Test
    void a_view_is_counted_unless_told_not_to() {
        String stamp = row().get("SystemModstamp").asString();

        client.get(ARTICLES + "/reset", "Accept-Language", "en-US");
        client.get(ARTICLES + "/reset?updateViewStat=false", "Accept-Language", "en-US");

        assertThat(row().get("ArticleTotalViewCount").asInt()).isEqualTo(1);
        assertThat(row().get("SystemModstamp").asString()).isEqualTo(stamp);
        assertThat(articles("?sort=ViewScore").getFirst().get("viewScore").asDouble())
                .isEqualTo(100.0);
    }

    // Articles Details: what is not online in that language is not found.
    @Test
    void what_is_not_online_is_not_found() {
        salesforce.simulator().org().archive("staff", null);

        assertThat(client.get(ARTICLES + "/staff", "Accept-Language", "en-US").statusCode())
                .isEqualTo(404);
        assertThat(client.get(ARTICLES + "/staff", "Accept-Language", "de").statusCode())
                .isEqualTo(404);
    }

    // Data Category Groups: the trees with their labels; only the top categories unless told otherwise.
    @Test
    void groups_show_their_trees() {
        JsonNode top = SimClient.json(client.get(GROUPS)).get("categoryGroups").get(0);
        JsonNode whole = SimClient.json(client.get(GROUPS + "?topCategoriesOnly=false"))
                .get("categoryGroups")
                .get(0);

        assertThat(top.get("label").asString()).isEqualTo("Our products");
        assertThat(top.get("objectUsage").asString()).isEqualTo("KnowledgeArticleVersion");
        assertThat(top.get("topCategories").get(0).get("name").asString()).isEqualTo("All");
        assertThat(top.get("topCategories").get(0).get("childCategories").isNull())
                .isTrue();
        JsonNode gateway =
                whole.get("topCategories").get(0).get("childCategories").get(0);
        assertThat(gateway.get("label").asString()).isEqualTo("Gateways & hubs");
        assertThat(gateway.get("childCategories").get(1).get("name").asString()).isEqualTo("GW_200");
    }

    // Data Category Detail: a category with its children; empty when it is not visible.
    @Test
    void a_category_shows_its_children() {
        JsonNode gateway = SimClient.json(client.get(GROUPS + "/Products/dataCategories/Gateway"));

        assertThat(gateway.get("childCategories").size()).isEqualTo(2);
        assertThat(gateway.get("url").asString()).endsWith("/Gateway?sObjectName=KnowledgeArticleVersion");
    }

    // Data Category Groups: "visible to the current user".
    @Test
    void a_user_sees_visible_categories_only() {
        salesforce
                .simulator()
                .users()
                .change("ada", user -> user.with(CategoryVisibility.ALL.with("Products", Set.of("Battery"))));
        client.loggedIn("ada");

        assertThat(client.get(GROUPS + "?topCategoriesOnly=false").body())
                .contains("Battery")
                .doesNotContain("GW_100");
        assertThat(SimClient.json(client.get(GROUPS + "/Products/dataCategories/Gateway"))
                        .isEmpty())
                .isTrue();
    }

    // knowledgeManagement/settings: languages in underscore form, active or not, and the default one.
    @Test
    void settings_list_the_languages() {
        salesforce
                .simulator()
                .switches()
                .languages(Set.of("en_US", "it"))
                .inactiveLanguages(Set.of("it"))
                .defaultLanguage("de");

        assertThat(client.get(SimClient.DATA + "/knowledgeManagement/settings").body())
                .isEqualTo(
                        "{\"defaultLanguage\":\"de\",\"knowledgeEnabled\":true,\"languages\":[{\"active\":true,\"name\":\"de\"},"
                                + "{\"active\":true,\"name\":\"en_US\"},{\"active\":false,\"name\":\"it\"}]}");
    }

    // Support Knowledge with REST API: needs Knowledge in the org.
    @Test
    void knowledge_must_be_on() {
        salesforce.simulator().switches().set(Switch.KNOWLEDGE_ENABLED, false);

        assertThat(client.get(ARTICLES, "Accept-Language", "en-US").statusCode())
                .isEqualTo(403);
    }

    private List<JsonNode> articles(String query) {
        List<JsonNode> all = new ArrayList<>();
        SimClient.json(client.get(ARTICLES + query, "Accept-Language", "en-US"))
                .get("articles")
                .forEach(all::add);
        return all;
    }

    private JsonNode row() {
        return client.records(
                        "SELECT SystemModstamp, ArticleTotalViewCount FROM Knowledge__kav WHERE UrlName = 'reset'")
                .getFirst();
    }

    private static JsonNode item(JsonNode article, String name) {
        return article.get("layoutItems")
                .valueStream()
                .filter(item -> item.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void post(String path, String json) {
        assertThat(client.post(path, json).statusCode()).isLessThan(300);
    }
}
