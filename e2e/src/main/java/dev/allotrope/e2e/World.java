package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A simulated org, a server that reaches Salesforce only there, and an application that speaks for one customer.
final class World implements AutoCloseable {
    static final String DOMAIN = "demo.my.salesforce.com";
    static final String CUSTOMER = "demo-customer";

    /// Those of runs that are about to do something. One that waits for an hour of Salesforce's is not waited for.
    private static final Set<String> STATUSES_AT_WORK = Set.of("QUEUED", "RUNNING");

    private final SimulatorProcess salesforce;
    private final ServerProcess server;
    private final CarbonClient client;

    private World(SimulatorProcess salesforce, ServerProcess server) {
        this.salesforce = salesforce;
        this.server = server;
        this.client = client(CUSTOMER);
    }

    /// Starts both in a folder, with what is in the org; the server answers on the given ports.
    static World start(Path folder, List<String> org, int port, int managementPort) {
        return start(folder, org, port, managementPort, Map.of());
    }

    static World start(Path folder, List<String> org, int port, int managementPort, Map<String, String> more) {
        Installation installation = Installation.found();
        String key = "demo-" + UUID.randomUUID();
        String callback = "http://localhost:" + port + "/integrations/salesforce";
        SimulatorProcess salesforce = SimulatorProcess.start(installation, folder, callback, org);
        try {
            ServerProcess.Settings settings =
                    new ServerProcess.Settings(port, managementPort, folder, key, salesforce.url(), more);
            return new World(salesforce, ServerProcess.start(installation, settings));
        } catch (RuntimeException e) {
            salesforce.close();
            throw e;
        }
    }

    SimulatedOrg salesforce() {
        return salesforce.org();
    }

    ServerProcess server() {
        return server;
    }

    CarbonClient client() {
        return client;
    }

    String apiKey() {
        return server.settings().apiKey();
    }

    String url() {
        return server.settings().url();
    }

    /// The application speaking for another customer.
    CarbonClient client(String customer) {
        return CarbonClient.of(server.settings().url(), server.settings().apiKey(), customer);
    }

    /// Connects the org as an end user does in a browser; answers the id of the new data source.
    long connect(Map<String, ?> options) {
        return connect(client, DOMAIN, options);
    }

    /// The same for the org of a domain, by the end user of a client.
    static long connect(CarbonClient client, String domain, Map<String, ?> options) {
        Set<Long> before = sourceIds(client);
        Http.Answer page = Browser.approving().open(client.oauthUrl(domain, options));
        if (page.status() != 200) {
            throw new IllegalStateException("could not connect the org: status " + page.status() + ", " + page.text());
        }
        Set<Long> now = sourceIds(client);
        now.removeAll(before);
        if (now.size() != 1) {
            throw new IllegalStateException("expected one new data source, found " + now.size());
        }
        return now.iterator().next();
    }

    /// Waits until the listing is complete, no run was asked for that has still to come, and no file waits or is in
    /// work any more.
    void awaitSynced(long source, Duration limit) {
        awaitSynced(client, source, limit);
    }

    /// The same for the data source of a client's customer.
    static void awaitSynced(CarbonClient client, long source, Duration limit) {
        Await.until("the data source and its files are done", limit, () -> {
            String status = client.source(source).path("sync_status").asString();
            return !status.equals("SYNCING")
                    && !status.equals("QUEUED_FOR_SYNCING")
                    && client.runs(source).stream().noneMatch(World::isAtWork)
                    && client.count("QUEUED_FOR_SYNC", "EVALUATING_RESYNC", "SYNCING") == 0;
        });
    }

    private static boolean isAtWork(JsonNode run) {
        return STATUSES_AT_WORK.contains(run.path("status").asString());
    }

    /// Has the org listed again, and waits until that listing and everything that follows from it are done.
    void syncAgain(long source, Duration limit) {
        String before = listed(source);
        client.post("/integrations/items/sync", Map.of("data_source_id", source))
                .ok();
        Await.until("another complete listing", limit, () -> !listed(source).equals(before));
        awaitSynced(source, limit);
    }

    /// What can be found now: the external ids of the files that are ready.
    Set<String> searchable() {
        return client.files("READY").stream()
                .map(CarbonClient.File::externalId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What the org publishes now, named as the server names it.
    Set<String> published() {
        return salesforce().published().stream()
                .map(SimulatedOrg.Article::externalId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        server.close();
        salesforce.close();
    }

    private String listed(long source) {
        return client.source(source).path("source_items_synced_at").asString("never");
    }

    private static Set<Long> sourceIds(CarbonClient client) {
        return client.sources().stream()
                .map((JsonNode source) -> source.path("id").asLong())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
