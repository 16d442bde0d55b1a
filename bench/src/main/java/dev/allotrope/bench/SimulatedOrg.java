package dev.allotrope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The simulated Salesforce org, in a process of its own, with generated articles.
public final class SimulatedOrg implements AutoCloseable {
    static final String WORD = "salesforce-sim";
    static final String CLIENT_ID = "3MVG9simulator";
    static final String CLIENT_SECRET = "simulator-secret";

    private static final String READY = "Salesforce simulator ready at ";
    private static final int SEED = 1;

    private final Process process;
    private final String url;

    private SimulatedOrg(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /// What the simulator's command line says for this many generated articles.
    static List<String> generated(int articles) {
        return List.of("--articles", Integer.toString(articles), "--seed", Integer.toString(SEED));
    }

    /// An org with that content, the sample org if it is empty, whose app may redirect to `callback`.
    static SimulatedOrg start(List<String> content, String callback) throws IOException {
        List<String> words = new ArrayList<>(List.of(WORD, "--auto-approve", "--redirect-uri", callback));
        words.addAll(content);
        Process process = Child.start(words.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                return new SimulatedOrg(process, line.substring(READY.length()));
            }
        }
        throw new IllegalStateException("the simulator ended before it was ready");
    }

    String url() {
        return url;
    }

    /// Published articles, each language for itself, as the simulator's control API shows them.
    List<JsonNode> articles() {
        return Http.get(url + "/sim/articles", Map.of())
                .path("articles")
                .valueStream()
                .toList();
    }

    int published() {
        return articles().size();
    }

    /// Publishes more articles.
    public void generate(int articles, int seed) {
        Http.post(url + "/sim/generate", Map.of(), Map.of("articles", articles, "seed", seed));
    }

    /// Counted calls since the start or the last [#clearLedger].
    long calls() {
        return ledger("").path("api_calls").asLong();
    }

    /// Queries and retrievals among them that asked for a body.
    long bodyCalls() {
        JsonNode entries = ledger("?kind=query").path("entries");
        long queries = entries.valueStream()
                .filter(entry -> entry.path("what").asString().contains("Answer__c"))
                .count();
        return queries + ledger("").path("counts").path("retrieve").asLong(0);
    }

    void clearLedger() {
        Http.delete(url + "/sim/ledger");
    }

    @Override
    public void close() {
        process.destroy();
    }

    private JsonNode ledger(String query) {
        return Http.get(url + "/sim/ledger" + query, Map.of());
    }
}
