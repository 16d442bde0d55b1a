package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How answers travel: REST API guide, Compression Headers and Limit Info Header.
class WireTest {

    private static final String QUERY =
            SimClient.DATA + "/query?q=SELECT+Id,Title,Answer__c+FROM+Knowledge__kav+ORDER+BY+Id";

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        client = new SimClient(salesforce.simulator()).loggedIn();
        salesforce.simulator().generate(20, 5);
    }

    // Compression Headers: compressed for a client that accepts gzip, and only then.
    @Test
    void answers_are_compressed_for_those_who_accept_it() throws IOException {
        HttpResponse<byte[]> zipped = client.bytes(
                client.request(QUERY).header("Accept-Encoding", "gzip").GET());
        HttpResponse<byte[]> plain = client.bytes(QUERY);

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    // "REST API isn't required to compress the response even if you've specified Accept-Encoding."
    @Test
    void compression_may_be_off() {
        salesforce.simulator().switches().set(Switch.COMPRESSION, false);

        assertThat(client.get(QUERY, "Accept-Encoding", "gzip").body()).startsWith("{\"totalSize\":20");
    }

    // Limit Info Header: on every answer of the REST API, errors too; not on the versions, not on pages of the edge.
    @ParameterizedTest
    @CsvSource({"QUERY_TIMEOUT, true", "EXPIRED_SESSION, true", "DAILY_LIMIT, true", "UNAVAILABLE_PAGE, false"})
    void errors_tell_the_calls_used(Fault fault, boolean told) {
        salesforce.simulator().faults().failNext(CallKind.QUERY, 1, fault);

        assertThat(client.get(QUERY).headers().firstValue("Sforce-Limit-Info").isPresent())
                .isEqualTo(told);
    }

    @Test
    void the_versions_tell_nothing() {
        assertThat(client.get("/services/data").headers().firstValue("Sforce-Limit-Info"))
                .isEmpty();
        assertThat(client.bearer("none").get(QUERY).headers().firstValue("Sforce-Limit-Info"))
                .isPresent();
    }

    // Latency is waited before each answer.
    @Test
    void an_answer_waits() {
        salesforce.simulator().switches().latency(Duration.ofMillis(100));
        long begun = System.nanoTime();

        client.get(QUERY);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    // Bandwidth: an answer takes its length over the bytes a second.
    @Test
    void an_answer_takes_its_time() {
        salesforce.simulator().switches().bytesPerSecond(400_000);
        long begun = System.nanoTime();

        int bytes = client.get(QUERY).body().getBytes(StandardCharsets.UTF_8).length;

        Duration least = Duration.ofMillis(bytes * 1_000L / 400_000 - 1);
        assertThat(least).isGreaterThan(Duration.ofMillis(50));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(least);
    }
}
