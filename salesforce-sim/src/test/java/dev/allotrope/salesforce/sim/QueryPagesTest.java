package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// How answers to queries come in pages, and how all rows are walked: REST API guide (Query, Query Options Header).
class QueryPagesTest {
    private static final String ONLINE = " FROM Knowledge__kav WHERE PublishStatus = 'Online'";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
    }

    // REST API guide, Query Options Header: 2,000 rows a page by default.
    @Test
    void a_narrow_page_holds_2000_rows() {
        salesforce.simulator().generate(2_100, 7);

        JsonNode page = SimClient.json(client.query("SELECT Id" + ONLINE));

        assertThat(page.get("totalSize").asInt()).isEqualTo(2_100);
        assertThat(page.get("records").size()).isEqualTo(2_000);
        assertThat(page.get("done").asBoolean()).isFalse();
        JsonNode rest = SimClient.json(client.get(page.get("nextRecordsUrl").asString()));
        assertThat(rest.get("records").size()).isEqualTo(100);
        assertThat(rest.get("done").asBoolean()).isTrue();
        assertThat(rest.has("nextRecordsUrl")).isFalse();
    }

    // REST API guide, Query Options Header: at most 200 rows with two or more custom long-text fields.
    @Test
    void two_long_texts_shrink_a_page_to_200_rows() {
        salesforce.simulator().generate(201, 7);

        JsonNode page = SimClient.json(client.query("SELECT Id, Answer__c, Details__c" + ONLINE));

        assertThat(page.get("records").size()).isEqualTo(200);
    }

    // Same page: one long text beside a Text Area (255) does not shrink it.
    @Test
    void one_long_text_does_not_shrink_a_page() {
        salesforce.simulator().generate(201, 7);

        JsonNode page = SimClient.json(client.query("SELECT Id, Answer__c, Question__c" + ONLINE));

        assertThat(page.get("records").size()).isEqualTo(201);
    }

    // Query Options Header: batchSize asks for less, but not below 200.
    @Test
    void batch_size_is_not_below_200() {
        salesforce.simulator().generate(201, 7);

        JsonNode page = SimClient.json(client.query("SELECT Id" + ONLINE, "batchSize=20"));

        assertThat(page.get("records").size()).isEqualTo(200);
    }

    // Query Options Header: "there is no guarantee that the requested batch size is the actual batch size".
    @Test
    void odd_pages_still_add_up() {
        salesforce.simulator().generate(500, 7);
        salesforce.simulator().switches().set(Switch.ODD_PAGES, true).maxPageRows(70);

        JsonNode page = SimClient.json(client.query("SELECT Id" + ONLINE));
        int rows = page.get("records").size();
        while (!page.get("done").asBoolean()) {
            page = SimClient.json(client.get(page.get("nextRecordsUrl").asString()));
            rows += page.get("records").size();
        }

        assertThat(rows).isEqualTo(500);
    }

    // Limits cheatsheet, API query cursors: a cursor lives two days.
    @Test
    void a_locator_dies_after_two_days() {
        publish("a");
        publish("b");
        salesforce.simulator().switches().maxPageRows(1);
        String next = SimClient.json(client.query("SELECT Id" + ONLINE))
                .get("nextRecordsUrl")
                .asString();
        salesforce.simulator().clock().advance(Duration.ofDays(3));

        HttpResponse<String> answer = client.loggedIn().get(next);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(SimClient.errorCode(answer)).isEqualTo("INVALID_QUERY_LOCATOR");
    }

    // SOQL reference, comparison of ids: the keyset `(a > x OR (a = x AND b > y))` walks every row once.
    @Test
    void a_keyset_walks_every_row_once() {
        salesforce.simulator().generate(45, 3);
        String after = "000000000000000AAA";
        int rows = 0;
        List<JsonNode> page = List.of();
        do {
            page = client.records("SELECT Id" + ONLINE + " AND Id > '" + after + "' ORDER BY Id LIMIT 10");
            rows += page.size();
            after = page.isEmpty() ? after : page.getLast().get("Id").asString();
        } while (!page.isEmpty());

        assertThat(rows).isEqualTo(45);
    }

    private String publish(String name) {
        salesforce.simulator().org().create(name, "en_US", content(name));
        return salesforce.simulator().org().publish(name, null).getFirst().articleId();
    }

    private static ArticleContent content(String title) {
        return ArticleContent.of(title, "url-" + title.replaceAll("\\W", ""), "<p>" + title + "</p>");
    }
}
