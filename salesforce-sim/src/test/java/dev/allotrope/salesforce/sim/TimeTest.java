package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Stamps and clocks: REST API guide, getUpdated ("the transaction that started before may commit later", which is why
/// its answer names latestDateCovered); SOQL has the same hole without the hint.
class TimeTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void connect() {
        salesforce.simulator().clock().freeze();
        client = new SimClient(salesforce.simulator()).loggedIn();
    }

    // Late commit: a row older than the last poll becomes visible afterwards.
    @Test
    void a_late_commit_turns_up_below_the_watermark() {
        publish("early");
        String watermark = maximum();
        salesforce.simulator().clock().advance(Duration.ofSeconds(60));
        salesforce.simulator().clock().commitLate(Duration.ofSeconds(300), 1);

        publish("late");

        assertThat(since(watermark, ">")).isEmpty();
        assertThat(titles()).containsExactly("early", "late");
        assertThat(maximum()).isEqualTo(watermark);
    }

    // Only some transactions take long: rows stamped before and after each other commit in either order.
    @Test
    void some_commits_are_late() {
        salesforce.simulator().clock().commitLate(Duration.ofSeconds(300), 4);

        List<Instant> stamps = IntStream.range(0, 8)
                .mapToObj(i -> publish("a" + i).stamps().systemModstamp())
                .toList();

        assertThat(stamps.stream().distinct()).hasSize(2);
        assertThat(stamps).isNotEqualTo(stamps.stream().sorted().toList());
    }

    // An application server whose clock is ahead stamps in the future.
    @Test
    void stamps_may_lie_in_the_future() {
        salesforce.simulator().clock().commitLate(Duration.ofSeconds(-600), 1);

        assertThat(publish("ahead").stamps().systemModstamp())
                .isAfter(salesforce.simulator().clock().instant());
    }

    // Mass publication: many rows share one SystemModstamp, whole seconds apart at least.
    @Test
    void many_rows_share_a_stamp() {
        salesforce.simulator().clock().stampsOf(Duration.ofSeconds(3_600));
        publish("a");
        salesforce.simulator().clock().advance(Duration.ofSeconds(1));
        publish("b");

        assertThat(client.records("SELECT SystemModstamp FROM Knowledge__kav").stream()
                        .map(row -> row.get("SystemModstamp").asString())
                        .distinct())
                .hasSizeBetween(1, 2);
        assertThat(since(maximum(), ">=")).isNotEmpty();
        assertThat(maximum()).contains(":00:00.000+0000");
    }

    // The org's clock and ours differ: its stamps follow its own.
    @Test
    void the_org_has_a_clock_of_its_own() {
        salesforce.simulator().clock().skew(Duration.ofMinutes(-10));

        Instant stamp = publish("behind").stamps().systemModstamp();

        assertThat(Duration.between(stamp, Instant.now())).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    // The same through the control API.
    @Test
    void times_are_switches() {
        client.post(
                "/sim/switches", "{\"late_commit_seconds\":120,\"late_commit_every\":1,\"stamp_length_seconds\":60}");
        client.post("/sim/clock", "{\"skew_seconds\":600}");

        client.post("/sim/articles", "{\"id\":\"a\",\"title\":\"A\"}");

        Instant stamp = salesforce.simulator().published().getFirst().stamps().systemModstamp();
        assertThat(stamp.getEpochSecond() % 60).isZero();
        assertThat(Duration.between(Instant.now(), stamp)).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(9));
    }

    private ArticleVersion publish(String name) {
        return salesforce.simulator().publish(name, ArticleContent.of(name, name, "<p>x</p>"));
    }

    private String maximum() {
        return client.records("SELECT MAX(SystemModstamp) newest FROM Knowledge__kav")
                .getFirst()
                .get("newest")
                .asString();
    }

    private List<String> since(String stamp, String operator) {
        String literal = stamp.replace("+0000", "Z");
        return client
                .records("SELECT Title FROM Knowledge__kav WHERE SystemModstamp " + operator + " " + literal)
                .stream()
                .map(row -> row.get("Title").asString())
                .toList();
    }

    private List<String> titles() {
        return client.records("SELECT Title FROM Knowledge__kav ORDER BY Title").stream()
                .map(row -> row.get("Title").asString())
                .toList();
    }
}
