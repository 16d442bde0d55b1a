package dev.allotrope.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An application's side of the API, in plain JSON.
final class CarbonClient {
    private static final int PAGE = 100;
    /// What the API answers at once at most, and more than any story has.
    private static final int MOST_RUNS = 1_000;

    private final String url;
    private final Map<String, String> headers;

    /// A client that sends exactly these headers.
    CarbonClient(String url, Map<String, String> headers) {
        this.url = url;
        this.headers = Map.copyOf(headers);
    }

    /// A client that acts for one customer of an organization.
    static CarbonClient of(String url, String apiKey, String customer) {
        return new CarbonClient(url, Map.of("Authorization", "Bearer " + apiKey, "customer-id", customer));
    }

    /// A passage that was found.
    record Hit(String externalId, String name, String url, double score, String content) {}

    /// A file; `embedded` once its passages are stored.
    record File(long id, String externalId, String name, String status, String error, String url, boolean embedded) {}

    Http.Answer get(String path) {
        return Http.get(URI.create(url + path), headers);
    }

    Http.Answer post(String path, Map<String, ?> body) {
        return Http.postJson(URI.create(url + path), headers, body);
    }

    Http.Answer patch(String path, Map<String, ?> body) {
        return Http.patchJson(URI.create(url + path), headers, body);
    }

    /// The address where an end user connects a new account of this domain.
    String oauthUrl(String domain, Map<String, ?> options) {
        Map<String, Object> body = new HashMap<>(options);
        body.put("service", "SALESFORCE");
        body.put("salesforce_domain", domain);
        body.put("connecting_new_account", true);
        return post("/integrations/oauth_url", body).ok().path("oauth_url").asString();
    }

    /// The accounts that are connected now.
    List<JsonNode> sources() {
        Map<String, ?> body =
                Map.of("pagination", Map.of("limit", PAGE, "offset", 0), "filters", Map.of("revoked_access", false));
        return List.copyOf(post("/user_data_sources", body)
                .ok()
                .path("results")
                .valueStream()
                .toList());
    }

    JsonNode source(long id) {
        return sources().stream()
                .filter(source -> source.path("id").asLong() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("data source " + id + " is not connected"));
    }

    /// How many articles the last listing showed.
    long items(long source) {
        Map<String, ?> body = Map.of("data_source_id", source, "pagination", Map.of("limit", 1, "offset", 0));
        return post("/integrations/items/list", body).ok().path("count").asLong();
    }

    /// How many files there are in these states; none named means in any.
    long count(String... statuses) {
        return query(filter(statuses), 1, 0, "id", "asc").path("count").asLong();
    }

    /// Every file in one of these states, in the order of ids.
    List<File> files(String... statuses) {
        List<File> all = new ArrayList<>();
        while (true) {
            JsonNode page = query(filter(statuses), PAGE, all.size(), "id", "asc");
            page.path("results").forEach(row -> all.add(file(row)));
            if (page.path("results").isEmpty()
                    || all.size() >= page.path("count").asLong()) {
                return all;
            }
        }
    }

    /// The files in one of these states that changed last, at most a page.
    List<File> latest(String... statuses) {
        JsonNode page = query(filter(statuses), PAGE, 0, "updated_at", "desc");
        return page.path("results").valueStream().map(CarbonClient::file).toList();
    }

    /// The best passages for a query: by its words alone, or by its meaning.
    List<Hit> search(String query, int k, boolean byWords) {
        Map<String, Object> body = new HashMap<>(Map.of("query", query, "k", k, "include_file_level_metadata", true));
        if (byWords) {
            body.put("hybrid_search", true);
            body.put("hybrid_search_tuning_parameters", Map.of("weight_a", 0, "weight_b", 1));
        }
        return post("/embeddings", body)
                .ok()
                .path("documents")
                .valueStream()
                .map(CarbonClient::hit)
                .toList();
    }

    /// Every file as the API shows it, in the order of ids.
    List<JsonNode> rows() {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            JsonNode page = query(Map.of(), PAGE, all.size(), "id", "asc");
            page.path("results").forEach(all::add);
            if (page.path("results").isEmpty()
                    || all.size() >= page.path("count").asLong()) {
                return all;
            }
        }
    }

    /// The passages nearest to anything, at most `k`: all there are, when there are not more.
    Stream<Hit> passages(int k) {
        return post("/embeddings", Map.of("query", "anything", "k", k, "include_file_level_metadata", true))
                .ok()
                .path("documents")
                .valueStream()
                .map(CarbonClient::hit);
    }

    /// The links to the pictures that articles show.
    List<URI> pictures() {
        Map<String, ?> body =
                Map.of("pagination", Map.of("limit", PAGE, "offset", 0), "include_additional_files", true);
        return post("/user_files_v2", body)
                .ok()
                .path("results")
                .valueStream()
                .flatMap(row -> row.path("additional_presigned_urls").valueStream())
                .map(link -> URI.create(link.asString()))
                .toList();
    }

    /// The runs of a data source, newest first; a page of them would depend on how many there were meanwhile.
    List<JsonNode> runs(long source) {
        return get("/data_sources/" + source + "/sync_runs?limit=" + MOST_RUNS)
                .ok()
                .path("results")
                .valueStream()
                .toList();
    }

    private JsonNode query(Map<String, ?> filters, int limit, int offset, String by, String direction) {
        Map<String, ?> body = Map.of(
                "pagination", Map.of("limit", limit, "offset", offset),
                "filters", filters,
                "order_by", by,
                "order_dir", direction);
        return post("/user_files_v2", body).ok();
    }

    private static Map<String, ?> filter(String... statuses) {
        return statuses.length == 0 ? Map.of() : Map.of("sync_statuses", List.of(statuses));
    }

    private static Hit hit(JsonNode document) {
        return new Hit(
                document.path("content_metadata").path("external_file_id").asString(""),
                document.path("source").asString(""),
                document.path("source_url").asString(""),
                document.path("score").asDouble(),
                document.path("content").asString(""));
    }

    private static File file(JsonNode row) {
        return new File(
                row.path("id").asLong(),
                row.path("external_file_id").asString(""),
                row.path("name").asString(""),
                row.path("sync_status").asString(""),
                row.path("sync_error_message").asString(""),
                row.path("external_url").asString(""),
                row.path("file_statistics").path("num_embeddings").isNumber());
    }
}
