package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Queries over Knowledge: SOQL and SOSL Reference, REST API guide (Query, Query Options Header), Knowledge Developer
/// Guide.
class QueryTest {

    private static final String ONLINE = " FROM Knowledge__kav WHERE PublishStatus = 'Online'";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
    }

    // REST API guide, Query: records carry attributes, ids have 18 characters, dates end in +0000, nulls are present.
    @Test
    void a_record_looks_as_documented() {
        publish("first");

        JsonNode record =
                client.records("SELECT Id, Summary, SystemModstamp" + ONLINE).getFirst();

        assertThat(record.get("attributes").get("type").asString()).isEqualTo("Knowledge__kav");
        assertThat(record.get("Id").asString()).startsWith("ka0").hasSize(18);
        assertThat(record.get("Summary").isNull()).isTrue();
        assertThat(record.get("SystemModstamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0000");
    }

    // SOQL reference, COUNT(): no records, the number is totalSize.
    @Test
    void count_answers_total_size() {
        publish("a");

        JsonNode answer = SimClient.json(client.query("SELECT COUNT()" + ONLINE));

        assertThat(answer.get("totalSize").asInt()).isEqualTo(1);
        assertThat(answer.get("records").size()).isZero();
    }

    // SOQL reference, aggregate functions: one AggregateResult with the aliases, expr0 without.
    @Test
    void aggregates_answer_one_row() {
        publish("a");

        JsonNode row = client.records("SELECT COUNT(Id) articles, MAX(SystemModstamp)" + ONLINE)
                .getFirst();

        assertThat(row.get("attributes").get("type").asString()).isEqualTo("AggregateResult");
        assertThat(row.get("articles").asInt()).isEqualTo(1);
        assertThat(row.get("expr0").asString()).endsWith("+0000");
    }

    // SOQL reference, GROUP BY: an AggregateResult for each group; a path is shown by its last step.
    @Test
    void groups_are_counted() {
        salesforce.simulator().generate(120, 7);

        List<JsonNode> groups = client.records("SELECT Language, RecordType.DeveloperName, COUNT(Id) articles" + ONLINE
                + " GROUP BY Language, RecordType.DeveloperName ORDER BY Language");

        assertThat(groups.stream().mapToInt(row -> row.get("articles").asInt()).sum())
                .isEqualTo(120);
        assertThat(groups.getFirst().get("Language").asString()).isEqualTo("de");
        assertThat(groups.getLast().get("DeveloperName").asString())
                .isIn("FAQ", "How_To", "Troubleshooting", "Release_Note");
        assertThat(client.records("SELECT Language" + ONLINE + " GROUP BY Language LIMIT 2"))
                .hasSize(2);
    }

    // REST API guide, status codes; SOQL reference, field expressions.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT Id, Foo__c FROM Knowledge__kav|INVALID_FIELD|No such column 'Foo__c' on entity 'Knowledge__kav'.",
                "SELECT Id FROM Knowledge__kav WHERE VersionNumber = 1|INVALID_FIELD|field 'VersionNumber' can not be filtered",
                "SELECT Id FROM Knowledge__kav WHERE Answer__c = 'x'|INVALID_FIELD|field 'Answer__c' can not be filtered",
                "SELECT Id FROM Knowledge__kav ORDER BY Answer__c|INVALID_FIELD|field 'Answer__c' can not be sorted",
                "SELECT Id FROM Knowledge__kav WHERE CreatedDate > '2026-01-01T00:00:00Z'|INVALID_FIELD|must be of type dateTime and should not be enclosed in quotes",
                "SELECT Id FROM Knowledge__kav WHERE IsLatestVersion = 'true'|INVALID_FIELD|must be of type boolean",
                "SELECT Id FROM Knowledge__kav WHERE Title = 1|INVALID_FIELD|must be of type string and should be enclosed in quotes",
                "SELECT Id FROM Knowledge__kav WHERE Id = 'short'|INVALID_QUERY_FILTER_OPERATOR|invalid ID field: short",
                "SELECT Id FROM Foo__kav|INVALID_TYPE|sObject type 'Foo__kav' is not supported.",
                "SELECT Id, FROM Knowledge__kav|MALFORMED_QUERY|unexpected token: 'FROM'",
                "SELECT Id FROM Knowledge__kav WHERE Title = 'a' AND Title = 'b' OR Title = 'c'|MALFORMED_QUERY|unexpected token: 'OR'",
                "SELECT Id, Id FROM Knowledge__kav|MALFORMED_QUERY|duplicate field selected: Id",
                "SELECT Id FROM Knowledge__kav WITH DATA CATEGORY G__c AT c__c|MALFORMED_QUERY|requires a filter on PublishStatus or Id",
                "SELECT Name FROM Knowledge__kav|INVALID_FIELD|No such column 'Name'",
                "SELECT Title, COUNT(Id) FROM Knowledge__kav GROUP BY Language|MALFORMED_QUERY|Field must be grouped or aggregated: Title",
                "SELECT COUNT(Id) FROM Knowledge__kav GROUP BY CreatedDate|MALFORMED_QUERY|field 'CreatedDate' can not be grouped",
                "SELECT Id FROM Knowledge__kav WHERE Id IN (SELECT Title, Id FROM Knowledge__kav)|MALFORMED_QUERY|exactly one field",
                "SELECT Id FROM User WITH DATA CATEGORY G__c AT c__c|MALFORMED_QUERY|is for articles alone",
                "SELECT Id FROM Knowledge__kav LIMIT 1 WHERE Title = 'a'|MALFORMED_QUERY|unexpected token: 'WHERE'",
            })
    void a_wrong_statement_is_refused(String soql, String errorCode, String message) {
        HttpResponse<String> answer = client.query(soql);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SimClient.errorCode(answer)).isEqualTo(errorCode);
        assertThat(SimClient.message(answer)).contains(message);
    }

    // REST API guide, errors: the message points at the column.
    @Test
    void an_unknown_field_is_pointed_at() {
        assertThat(SimClient.message(client.query("SELECT Id, Foo__c FROM Knowledge__kav")))
                .startsWith(
                        "\nSELECT Id, Foo__c FROM Knowledge__kav\n           ^\nERROR at Row:1:Column:12\nNo such column");
    }

    // Field-level security: a hidden field looks non-existent.
    @Test
    void a_hidden_field_does_not_exist() {
        salesforce.simulator().switches().hiddenFields(Set.of("Answer__c"));

        assertThat(SimClient.errorCode(client.query("SELECT Answer__c FROM Knowledge__kav")))
                .isEqualTo("INVALID_FIELD");
        assertThat(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/describe")
                        .body())
                .doesNotContain("Answer__c");
    }

    // SOQL reference, SOQL Object Limits: since v47 no PublishStatus filter answers all states the user may see.
    @Test
    void without_a_status_filter_every_status_comes() {
        publish("online");
        salesforce.simulator().org().create("draft", "en_US", content("draft"));
        publish("archived");
        salesforce.simulator().org().archive("archived", null);

        assertThat(client.records("SELECT PublishStatus FROM Knowledge__kav ORDER BY PublishStatus"))
                .extracting(row -> row.get("PublishStatus").asString())
                .containsExactly("Archived", "Draft", "Online");
    }

    // Same page: drafts need "View Draft Articles", archived ones "View Archived Articles".
    @Test
    void drafts_and_archived_need_rights() {
        salesforce.simulator().org().create("draft", "en_US", content("draft"));
        publish("archived");
        salesforce.simulator().org().archive("archived", null);
        salesforce.simulator().switches().set(Switch.DRAFTS_VISIBLE, false).set(Switch.ARCHIVED_VISIBLE, false);

        assertThat(client.records("SELECT Id FROM Knowledge__kav")).isEmpty();
    }

    // Same page: older archived versions come only with an id filter and IsLatestVersion = false.
    @Test
    void old_versions_need_an_id_filter() {
        String article = publish("a");
        salesforce.simulator().org().edit("a", null, content -> content.withTitle("newer"));
        salesforce.simulator().org().publish("a", null);

        assertThat(client.records("SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Archived'"))
                .isEmpty();
        assertThat(client.records(
                        "SELECT Id FROM Knowledge__kav WHERE PublishStatus = 'Archived' AND IsLatestVersion = false"
                                + " AND KnowledgeArticleId = '" + article + "'"))
                .hasSize(1);
    }

    // Knowledge off or no read right: the object is no type.
    @Test
    void knowledge_off_is_an_invalid_type() {
        salesforce.simulator().switches().set(Switch.KNOWLEDGE_ENABLED, false);

        assertThat(SimClient.errorCode(client.query("SELECT Id FROM Knowledge__kav")))
                .isEqualTo("INVALID_TYPE");
    }

    // Object Manager: the word before __kav is renamable.
    @Test
    void the_object_may_be_renamed() {
        publish("a");
        salesforce.simulator().switches().objectPrefix("Help");

        assertThat(client.get(SimClient.DATA + "/sobjects").body())
                .contains("\"Help__kav\"")
                .doesNotContain("Knowledge__kav");
        assertThat(client.records("SELECT Id FROM Help__kav")).hasSize(1);
    }

    // Knowledge__kav: optional fields are absent, in describe and in a query, when the feature is off.
    @ParameterizedTest
    @CsvSource({"MULTI_LANGUAGE, IsMasterLanguage", "RECORD_TYPES, RecordTypeId", "VALIDATION_STATUS, ValidationStatus"
    })
    void an_optional_field_is_absent(Switch feature, String field) {
        salesforce.simulator().switches().set(feature, false);

        assertThat(SimClient.errorCode(client.query("SELECT " + field + " FROM Knowledge__kav")))
                .isEqualTo("INVALID_FIELD");
        assertThat(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/describe")
                        .body())
                .doesNotContain("\"" + field + "\"");
    }

    // Knowledge__DataCategorySelection: the child relationship lists the chosen categories only.
    @Test
    void categories_come_as_a_sub_select() {
        salesforce.simulator().generate(40, 3);

        List<JsonNode> rows = client.records(
                "SELECT Id, (SELECT DataCategoryGroupName, DataCategoryName FROM DataCategorySelections)" + ONLINE);

        assertThat(rows).anySatisfy(row -> {
            JsonNode selections = row.get("DataCategorySelections");
            assertThat(selections.get("done").asBoolean()).isTrue();
            assertThat(selections
                            .get("records")
                            .get(0)
                            .get("attributes")
                            .get("type")
                            .asString())
                    .isEqualTo("Knowledge__DataCategorySelection");
            assertThat(selections.get("records").get(0).get("DataCategoryName").asString())
                    .isNotEqualTo("All");
        });
        assertThat(rows)
                .anySatisfy(row ->
                        assertThat(row.get("DataCategorySelections").isNull()).isTrue());
    }

    // SOQL reference, relationship queries: a parent is an object of its own.
    @Test
    void a_record_type_comes_as_an_object() {
        salesforce.simulator().generate(1, 3);

        JsonNode type = client.records("SELECT RecordType.DeveloperName, RecordType.Name" + ONLINE)
                .getFirst()
                .get("RecordType");

        assertThat(type.get("attributes").get("type").asString()).isEqualTo("RecordType");
        assertThat(type.get("DeveloperName").asString()).isIn("FAQ", "How_To", "Troubleshooting", "Release_Note");
    }

    // SOQL reference, WITH DATA CATEGORY: BELOW takes the category and those under it.
    @Test
    void with_data_category_filters() {
        salesforce.simulator().generate(60, 3);

        int below = client.records("SELECT Id" + ONLINE + " WITH DATA CATEGORY Regions__c BELOW All__c")
                .size();
        int europe = client.records("SELECT Id" + ONLINE + " WITH DATA CATEGORY Regions__c BELOW Europe__c")
                .size();
        int asia = client.records("SELECT Id" + ONLINE + " WITH DATA CATEGORY Regions__c BELOW Asia__c")
                .size();

        assertThat(below).isEqualTo(europe + asia).isPositive();
    }

    // SOQL reference, escapes and LIKE.
    @Test
    void like_and_escapes_are_understood() {
        salesforce.simulator().org().create("quote", "en_US", content("It's 100% done"));

        assertThat(client.records("SELECT Id FROM Knowledge__kav WHERE Title LIKE 'it\\'s%'"))
                .hasSize(1);
        assertThat(client.records("SELECT Id FROM Knowledge__kav WHERE Title = 'It\\'s 100% done'"))
                .hasSize(1);
    }

    // SOQL limits: a URL over 16,384 bytes is 414.
    @Test
    void a_long_url_is_414() {
        assertThat(client.query("SELECT Id FROM Knowledge__kav WHERE Title = '" + "x".repeat(16_400) + "'")
                        .statusCode())
                .isEqualTo(414);
    }

    // Status codes: a record in the Recycle Bin is deleted, one that never was is not found.
    @Test
    void a_deleted_record_says_so() {
        publish("a");
        String id = salesforce.simulator().published().getFirst().id();
        salesforce.simulator().org().archive("a", null);
        salesforce.simulator().org().delete("a");

        HttpResponse<String> deleted = client.get(SimClient.DATA + "/sobjects/Knowledge__kav/" + id);
        HttpResponse<String> unknown = client.get(SimClient.DATA + "/sobjects/Knowledge__kav/ka05f00000zzzzz");

        assertThat(deleted.statusCode()).isEqualTo(404);
        assertThat(SimClient.errorCode(deleted)).isEqualTo("ENTITY_IS_DELETED");
        assertThat(SimClient.errorCode(unknown)).isEqualTo("NOT_FOUND");
    }

    // sObject Collections retrieve: in order, null for an id that is missing or invisible.
    @Test
    void retrieve_answers_in_order_with_nulls() {
        publish("a");
        publish("b");
        String first = salesforce.simulator().published().get(0).id();
        String second = salesforce.simulator().published().get(1).id();

        JsonNode rows = SimClient.json(client.post(
                SimClient.DATA + "/composite/sobjects/Knowledge__kav",
                "{\"ids\":[\"%s\",\"ka05f00000zzzzz\",\"%s\"],\"fields\":[\"Id\",\"Answer__c\"]}"
                        .formatted(second, first)));

        assertThat(rows.get(0).get("Id").asString()).isEqualTo(second);
        assertThat(rows.get(1).isNull()).isTrue();
        assertThat(rows.get(2).get("Answer__c").asString()).isEqualTo("<p>a</p>");
    }

    // sObject Collections retrieve: at most 2,000 ids.
    @Test
    void retrieve_takes_2000_ids() {
        String ids = "\"ka05f00000zzzzz\",".repeat(2_000) + "\"ka05f00000zzzzz\"";

        assertThat(client.post(
                                SimClient.DATA + "/composite/sobjects/Knowledge__kav",
                                "{\"ids\":[" + ids + "],\"fields\":[\"Id\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    // Knowledge__kav, supported calls: getUpdated and getDeleted are not among them.
    @ParameterizedTest
    @CsvSource({"updated", "deleted"})
    void replication_is_refused(String call) {
        assertThat(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/" + call)
                        .statusCode())
                .isEqualTo(400);
    }

    // REST API guide, Versions: without authentication, and it does not count.
    @Test
    void versions_are_free() {
        JsonNode versions = SimClient.json(client.bearer("").get("/services/data"));

        assertThat(versions.get(versions.size() - 1).toString())
                .isEqualTo("{\"label\":\"Summer '26\",\"url\":\"/services/data/v67.0\",\"version\":\"67.0\"}");
        assertThat(salesforce.simulator().ledger().apiCalls()).isZero();
    }

    // REST API guide, Limit Info Header: every answer tells the calls used.
    @Test
    void every_answer_tells_the_calls_used() {
        client.get(SimClient.DATA + "/sobjects");

        HttpResponse<String> second = client.get(SimClient.DATA + "/sobjects");

        assertThat(second.headers().firstValue("Sforce-Limit-Info")).contains("api-usage=2/100000");
    }

    // describe: rich text and plain long text share the type and differ in extraTypeInfo and htmlFormatted.
    @Test
    void describe_tells_rich_text_from_plain() {
        JsonNode fields = SimClient.json(client.get(SimClient.DATA + "/sobjects/Knowledge__kav/describe"))
                .get("fields");

        assertThat(field(fields, "Answer__c").get("extraTypeInfo").asString()).isEqualTo("richtextarea");
        assertThat(field(fields, "Answer__c").get("htmlFormatted").asBoolean()).isTrue();
        assertThat(field(fields, "Answer__c").get("length").asInt()).isEqualTo(131_072);
        assertThat(field(fields, "Details__c").get("extraTypeInfo").asString()).isEqualTo("plaintextarea");
        assertThat(field(fields, "VersionNumber").get("filterable").asBoolean()).isFalse();
    }

    private static JsonNode field(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            if (field.get("name").asString().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no field " + name);
    }

    private String publish(String name) {
        salesforce.simulator().org().create(name, "en_US", content(name));
        return salesforce.simulator().org().publish(name, null).getFirst().articleId();
    }

    private static ArticleContent content(String title) {
        return ArticleContent.of(title, "url-" + title.replaceAll("\\W", ""), "<p>" + title + "</p>");
    }
}
