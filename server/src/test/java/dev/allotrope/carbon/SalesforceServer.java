package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server with the real source, and a simulated org that it reaches under every domain.
final class SalesforceServer extends CarbonServer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    final SalesforceSimulator org;

    SalesforceServer() {
        this(SalesforceSimulator.start());
    }

    private SalesforceServer(SalesforceSimulator org) {
        super(Map.of("ALLOTROPE_SALESFORCE_ENDPOINT", org.url()), NoMore.class);
        this.org = org;
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        super.afterAll(test);
        org.close();
    }

    /// Nothing in place of the server's own beans.
    static final class NoMore {}

    /// A new customer whose account is connected as a user of the org, with more fields of the sync options, and was
    /// listed once.
    Account connect(String fields) {
        String customer = "customer-" + UUID.randomUUID();
        String user = customer + "@sim.example";
        Account account = connected(customer, user, fields);
        account.finished();
        return account;
    }

    private Account connected(String customer, String user, String fields) {
        Reply reply = ask(
                customer, "/integrations/connect", """
                {"authentication": {"source": "SALESFORCE", "access_token": "%s", "domain": "acme.my.salesforce.com"},
                 "sync_options": {%s}}""".formatted(org.grants().openSession(user), fields));
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        return new Account(
                this, customer, user, reply.json().at("/data_source/id").asLong());
    }

    /// One customer's connection.
    record Account(SalesforceServer server, String customer, String user, long id) {
        Reply ask(String path, String body) {
            return server.ask(customer, path, body);
        }

        JsonNode explain(String article) {
            Reply reply = ask(
                    "/articles/explain", "{\"data_source_id\": %d, \"article\": %s}".formatted(id, quoted(article)));
            assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
            return reply.json();
        }

        /// The first item whose name holds this.
        JsonNode item(String name) {
            return ask(
                            "/integrations/items/list",
                            "{\"data_source_id\": %d, \"filters\": {\"name\": %s}}".formatted(id, quoted(name)))
                    .json()
                    .at("/items/0");
        }

        /// How many files the customer may have; -1 for as many as there are.
        void limitFiles(int most) {
            String body = "{\"customer_ids\": [%s], \"max_files\": %d}".formatted(quoted(customer), most);
            assertThat(ask("/update_users", body).status()).isEqualTo(200);
        }

        /// Syncs again, and waits until the run ended.
        JsonNode sync() {
            assertThat(ask("/integrations/items/sync", "{\"data_source_id\": %d}".formatted(id))
                            .status())
                    .isEqualTo(200);
            return finished();
        }

        /// The latest run, once nothing is in work any more.
        JsonNode finished() {
            JsonNode run = run(now -> !now.at("/finished_at").isNull());
            settled();
            return run;
        }

        /// The latest run, once it is so.
        JsonNode run(Predicate<JsonNode> so) {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (true) {
                JsonNode runs = server.get(
                                "/data_sources/" + id + "/sync_runs",
                                "authorization",
                                "Bearer " + API_KEY,
                                "customer-id",
                                customer)
                        .json();
                JsonNode latest = runs.at("/results/0");
                if (!latest.isMissingNode() && so.test(latest)) {
                    return latest;
                }
                assertThat(Instant.now()).as(runs.toString()).isBefore(deadline);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        private void settled() {
            Instant deadline = Instant.now().plus(PATIENCE);
            String working =
                    "{\"filters\": {\"sync_statuses\": [\"QUEUED_FOR_SYNC\", \"SYNCING\", \"EVALUATING_RESYNC\"]}}";
            while (true) {
                JsonNode answer = ask("/user_files_v2", working).json();
                if (answer.at("/count").asInt() == 0) {
                    return;
                }
                assertThat(Instant.now()).as(answer.toString()).isBefore(deadline);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        private static String quoted(String text) {
            return JsonMapper.shared().writeValueAsString(text);
        }
    }
}
