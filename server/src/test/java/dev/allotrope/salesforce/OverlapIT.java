package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.sim.SalesforceSim;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Listing;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How long fetching takes when the org is far away, compared with what anybody would write: a loop that follows
/// `nextRecordsUrl`, for the same fields. The figure is a ratio, so that it means the same on every machine that has
/// time to wait.
class OverlapIT {
    private static final int ARTICLES = 10_000;
    private static final double AT_MOST = 0.4;

    /// Of a loop whose answers are compressed as ours are, which saves it a quarter of its time.
    private static final double AT_MOST_OF_COMPRESSED = 0.5;

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private final JsonMapper json = new JsonMapper();
    private final SalesforceRest rest = new SalesforceRest(json, TestArticles.IMPATIENT);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        rest.close();
        client.close();
    }

    @Test
    @Tag("slow")
    void ten_thousand_articles_from_afar_take_four_tenths_of_the_time_of_a_loop() throws Exception {
        SalesforceSimulator org = salesforce.simulator();
        org.generate(ARTICLES, 1);
        int published = org.published().size();
        assertThat(loop(org, Form.PLAIN)).isEqualTo(published);
        assertThat(ours(org)).isEqualTo(published);
        org.switches().latency(Duration.ofMillis(100)).bytesPerSecond(10_000_000);

        double plain = seconds(() -> loop(org, Form.PLAIN), published);
        double zipped = seconds(() -> loop(org, Form.ZIPPED), published);
        double ours = seconds(() -> ours(org), published);

        System.out.printf(
                "%d articles: %.2f of a loop's time, %.2f of a compressed loop's (%.1f s, %.1f s, %.1f s)%n",
                published, ours / plain, ours / zipped, ours, plain, zipped);
        assertThat(ours / plain).isLessThanOrEqualTo(AT_MOST);
        assertThat(ours / zipped).isLessThanOrEqualTo(AT_MOST_OF_COMPRESSED);
    }

    private static double seconds(Callable<Integer> work, int published) throws Exception {
        long begun = System.nanoTime();
        assertThat(work.call()).isEqualTo(published);
        return (System.nanoTime() - begun) / 1e9;
    }

    /// How the loop's answers travel: as a client that says nothing gets them, or compressed.
    private enum Form {
        PLAIN,
        ZIPPED
    }

    @Test
    void what_hangs_on_articles_is_asked_for_while_their_texts_are_on_the_way() {
        SalesforceSimulator org = salesforce.simulator();
        org.generate(60, 1);
        Duration wait = Duration.ofSeconds(10);
        org.faults().plan(new Faults.Plan(Fault.SLOW, Set.of(CallKind.RETRIEVE), 0, 1, wait));

        ours(org);

        Instant asked = org.ledger().entries(CallKind.RETRIEVE).getFirst().at();
        assertThat(org.ledger().entries(CallKind.QUERY))
                .anyMatch(query -> query.what().startsWith("SELECT Id, PublishStatus, RecordType")
                        && query.at().isBefore(asked.plus(wait)));
    }

    private int ours(SalesforceSimulator org) {
        SalesforceSource source = SalesforceSource.over(rest, org.clock());
        TestGrant grant = new TestGrant(URI.create(org.url()), session(org), _ -> session(org));
        List<ItemRef> refs = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Listing page = source.list(grant, next.get(), 2_000);
            page.items().forEach(item -> refs.add(item.ref()));
            next = page.next();
        }
        try (Stream<Fetched> stream = source.fetch(grant, refs)) {
            return (int) stream.filter(Fetched.Content.class::isInstance).count();
        }
    }

    private int loop(SalesforceSimulator org, Form form) throws IOException, InterruptedException {
        String soql = "SELECT Id, KnowledgeArticleId, Language, PublishStatus, Title, UrlName, VersionNumber,"
                + " LastPublishedDate, SystemModstamp, ArticleNumber, ArticleCreatedDate, FirstPublishedDate, CreatedDate,"
                + " LastModifiedDate, IsVisibleInApp, IsVisibleInPkb, IsVisibleInCsp, IsVisibleInPrm, ValidationStatus,"
                + " IsMasterLanguage, IsOutOfDate, Summary, Question__c, Answer__c, Details__c, RecordType.DeveloperName,"
                + " (SELECT DataCategoryGroupName, DataCategoryName FROM DataCategorySelections)"
                + " FROM Knowledge__kav WHERE PublishStatus = 'Online'";
        String token = session(org);
        String next = "/services/data/v67.0/query?q=" + RestCall.encoded(soql);
        int rows = 0;
        while (next != null) {
            JsonNode page = page(URI.create(org.url() + next), token, form);
            rows += page.path("records").size();
            next = nextOf(page);
        }
        return rows;
    }

    private static @Nullable String nextOf(JsonNode page) {
        return page.path("done").asBoolean()
                ? null
                : page.path("nextRecordsUrl").asString();
    }

    private JsonNode page(URI uri, String token, Form form) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        if (form == Form.ZIPPED) {
            request.header("Accept-Encoding", "gzip");
        }
        InputStream answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        try (InputStream body = form == Form.ZIPPED ? new GZIPInputStream(answer) : answer) {
            return json.readTree(body);
        }
    }

    private static String session(SalesforceSimulator org) {
        return org.grants().openSession();
    }
}
