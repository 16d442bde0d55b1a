package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Several requests in one: REST API guide, Composite Batch and Send Multiple Requests Using Composite.
class CompositeTest {

    private static final String BATCH = SimClient.DATA + "/composite/batch";
    private static final String COMPOSITE = SimClient.DATA + "/composite";
    private static final String QUERY = SimClient.DATA + "/query?q=SELECT+Id,+KnowledgeArticleId+FROM+Knowledge__kav";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        salesforce.simulator().publish("reset", ArticleContent.of("Reset", "reset", "<p>x</p>"));
    }

    // Composite Batch: "Each subrequest counts against rate limits."
    @Test
    void a_batch_counts_its_subrequests() {
        JsonNode answer = SimClient.json(client.post(BATCH, """
                {"batchRequests":[{"method":"GET","url":"v67.0/sobjects"},{"method":"GET","url":"v67.0/limits"}]}
                """));

        assertThat(answer.get("hasErrors").asBoolean()).isFalse();
        assertThat(answer.get("results").get(1).get("result").has("DailyApiRequests"))
                .isTrue();
        assertThat(salesforce.simulator().ledger().apiCalls()).isEqualTo(2);
        assertThat(salesforce.simulator().ledger().count(CallKind.LIMITS)).isEqualTo(1);
    }

    // Composite Batch: "Subrequests are independent": one that fails does not stop the others, unless haltOnError.
    @Test
    void a_failed_subrequest_stops_the_rest_only_when_asked() {
        String requests = "\"batchRequests\":[{\"method\":\"GET\",\"url\":\"v67.0/nothing\"},"
                + "{\"method\":\"GET\",\"url\":\"v67.0/limits\"}]}";

        JsonNode goesOn = SimClient.json(client.post(BATCH, "{" + requests));
        JsonNode halts = SimClient.json(client.post(BATCH, "{\"haltOnError\":true," + requests));

        assertThat(goesOn.get("hasErrors").asBoolean()).isTrue();
        assertThat(status(goesOn, 1)).isEqualTo(200);
        assertThat(status(halts, 1)).isEqualTo(412);
    }

    // Composite Batch: up to 25 subrequests; blobs and rich text images are not among the resources.
    @Test
    void a_batch_has_its_limits() {
        String one = "{\"method\":\"GET\",\"url\":\"v67.0/limits\"}";

        assertThat(client.post(BATCH, "{\"batchRequests\":[" + (one + ",").repeat(25) + one + "]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(status(
                        SimClient.json(
                                client.post(
                                        BATCH,
                                        "{\"batchRequests\":[{\"method\":\"GET\",\"url\":\"v67.0/sobjects/ContentVersion/068/VersionData\"}]}")),
                        0))
                .isEqualTo(400);
    }

    // Composite: "The entire series of requests counts as a single call", and the output of one is input of the next.
    @Test
    void a_composite_is_one_call_and_refers_back() {
        JsonNode answers =
                SimClient.json(client.post(COMPOSITE, """
                {"compositeRequest":[
                {"method":"GET","referenceId":"found","url":"%s"},
                {"method":"GET","referenceId":"one",
                "url":"/services/data/v67.0/sobjects/Knowledge__kav/@{found.records[0].Id}?fields=Title"}]}
                """.formatted(QUERY))).get("compositeResponse");

        assertThat(answers.get(0).get("httpStatusCode").asInt()).isEqualTo(200);
        assertThat(answers.get(1).get("referenceId").asString()).isEqualTo("one");
        assertThat(answers.get(1).get("body").get("Title").asString()).isEqualTo("Reset");
        assertThat(salesforce.simulator().ledger().apiCalls()).isEqualTo(1);
    }

    // Composite: at most five of the subrequests may be queries or collections.
    @Test
    void a_composite_takes_five_queries() {
        String query = "{\"method\":\"GET\",\"referenceId\":\"r\",\"url\":\"" + QUERY + "\"}";

        HttpResponse<String> five =
                client.post(COMPOSITE, "{\"compositeRequest\":[" + (query + ",").repeat(4) + query + "]}");
        HttpResponse<String> six =
                client.post(COMPOSITE, "{\"compositeRequest\":[" + (query + ",").repeat(5) + query + "]}");

        assertThat(five.statusCode()).isEqualTo(200);
        assertThat(six.statusCode()).isEqualTo(400);
    }

    // sObject Collections retrieve: ids and fields also as parameters of a GET.
    @Test
    void collections_are_retrieved_by_get() {
        String id = salesforce.simulator().published().getFirst().id();

        JsonNode rows = SimClient.json(client.get(
                SimClient.DATA + "/composite/sobjects/Knowledge__kav?ids=" + id + ",ka05f00000zzzzz&fields=Title"));

        assertThat(rows.get(0).get("Title").asString()).isEqualTo("Reset");
        assertThat(rows.get(1).isNull()).isTrue();
    }

    private static int status(JsonNode batch, int at) {
        return batch.get("results").get(at).get("statusCode").asInt();
    }
}
