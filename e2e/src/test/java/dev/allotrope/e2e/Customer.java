package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A customer whose end user connected an org, and what it has to hold: what the org publishes with its
/// files, nothing else, and nothing twice.
record Customer(AuthoredOrg authors, CarbonClient client, long source) {
    private static final Map<String, ?> WITH_FILES = Map.of("sync_attachments", true);
    private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING", "WAITING");

    /// Wants the files that hang on articles too.
    static Customer connected(AuthoredOrg authors, CarbonClient client, String domain, Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("file_sync_config", WITH_FILES);
        return new Customer(authors, client, World.connect(client, domain, all));
    }

    void sync() {
        client.post("/integrations/items/sync", Map.of("data_source_id", source))
                .ok();
    }

    /// Whether the last run says that somebody has to connect the account again.
    boolean isShutOut() {
        return runs().stream()
                .findFirst()
                .filter(run -> run.path("error").asString("").contains("re-authorize"))
                .isPresent();
    }

    /// Connects the same account again.
    void reconnect() {
        Map<String, ?> known = Map.of(
                "service",
                "SALESFORCE",
                "data_source_id",
                source,
                "connecting_new_account",
                false,
                "file_sync_config",
                WITH_FILES);
        String link = client.post("/integrations/oauth_url", known)
                .ok()
                .path("oauth_url")
                .asString();
        assertThat(Browser.approving().open(link).status()).isEqualTo(200);
    }

    /// Opens the one picture that articles show.
    Http.Answer openPicture() {
        return Http.get(client.pictures().getFirst(), Map.of());
    }

    void disconnect() {
        client.post("/revoke_access_token", Map.of("data_source_id", source)).ok();
    }

    /// Newest first.
    List<JsonNode> runs() {
        return client.runs(source);
    }

    boolean quiet() {
        return runs().stream().noneMatch(run -> OPEN.contains(run.path("status").asString()))
                && client.count("QUEUED_FOR_SYNC", "EVALUATING_RESYNC", "SYNCING") == 0;
    }

    /// Empty when everything is done and what we hold is what the org publishes.
    String difference() {
        if (!quiet()) {
            return "not everything is done: " + runs();
        }
        return Held.by(client).differenceFrom(Due.of(authors.org()));
    }

    /// Whatever goes wrong: what was held and is still published is held.
    void requireKept(Set<String> heldBefore) {
        Set<String> due = new TreeSet<>(heldBefore);
        due.retainAll(authors.names().keySet());
        assertThat(client.rows())
                .extracting(row -> row.path("external_file_id").asString())
                .as("held before, and still published")
                .containsAll(due);
    }

    /// Nothing is shown that never was published.
    void requireDiscretion() {
        Set<String> secret = authors.unpublished();
        assertThat(client.passages(1_000).map(CarbonClient.Hit::content))
                .noneMatch(text -> secret.stream().anyMatch(text::contains));
        assertThat(client.rows()).noneMatch(row -> secret.stream().anyMatch(row.toString()::contains));
    }
}
