package dev.allotrope.e2e;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A simulated Salesforce org, by its control API.
record SimulatedOrg(String url) {
    /// A published article in one language; `files` are the documents that hang on it.
    record Article(String id, String language, String title, List<String> files) {
        Article(String id, String language, String title) {
            this(id, language, title, List.of());
        }

        /// How the server names the same thing.
        String externalId() {
            return id + ":" + language;
        }

        /// The same of a file that hangs on it.
        String externalId(String file) {
            return externalId() + "/" + file;
        }
    }

    /// A published article and the HTML of its body.
    record Body(Article article, String html) {}

    /// Another, empty org in the same process.
    SimulatedOrg another() {
        return new SimulatedOrg(control("/sim/orgs", Map.of()).path("url").asString());
    }

    /// What the org publishes now, by the control API.
    List<Article> published() {
        List<Article> all = new ArrayList<>();
        publishedRows().forEach(row -> all.add(article(row)));
        return all;
    }

    /// The same with everything that the control API says of each.
    List<JsonNode> publishedRows() {
        return get("/sim/articles").path("articles").valueStream().toList();
    }

    /// The published versions of the article that was created under a name, in all its languages, named as the server
    /// names them. None when there is no such article.
    List<String> publishedUnder(String name) {
        Http.Answer answer = Http.get(URI.create(url + "/sim/articles/" + encoded(name)), Map.of());
        if (answer.status() != 200) {
            return List.of();
        }
        return answer.json()
                .path("versions")
                .valueStream()
                .filter(row -> row.path("status").asString().equals("Online"))
                .map(row -> article(row).externalId())
                .toList();
    }

    /// Every published article with its body, asked for as any client of Salesforce asks.
    List<Body> bodies() {
        String token =
                control("/sim/sessions/open", Map.of()).path("access_token").asString();
        String soql = "SELECT KnowledgeArticleId, Language, Title, Answer__c FROM Knowledge__kav"
                + " WHERE PublishStatus = 'Online'";
        String next = "/services/data/v67.0/query?q=" + encoded(soql);
        List<Body> all = new ArrayList<>();
        while (next != null) {
            JsonNode page = Http.get(URI.create(url + next), Map.of("Authorization", "Bearer " + token))
                    .ok();
            page.path("records").forEach(row -> all.add(body(row)));
            next = page.path("done").asBoolean()
                    ? null
                    : page.path("nextRecordsUrl").asString();
        }
        return all;
    }

    /// Counted calls since the org started, or since its ledger was cleared.
    long apiCalls() {
        return get("/sim/ledger").path("api_calls").asLong();
    }

    long calls(String kind) {
        return get("/sim/ledger").path("counts").path(kind).asLong(0);
    }

    /// Does something to one article: `edit`, `archive`, `unpublish`, `delete`, `edit_as_draft`….
    JsonNode article(String name, String action, Map<String, ?> body) {
        return control("/sim/articles/" + name + "/" + action, body);
    }

    /// The names of all files, by the ids of their documents.
    Map<String, String> files() {
        return get("/sim/files")
                .path("files")
                .valueStream()
                .collect(Collectors.toMap(
                        row -> row.path("document").asString(),
                        row -> row.path("name").asString()));
    }

    /// Uploads a new version of a file.
    void replaceFile(String document, Map<String, ?> file) {
        control("/sim/files/" + document, file);
    }

    /// Stores an image that rich text may show.
    void image(Map<String, ?> image) {
        control("/sim/images", image);
    }

    /// Creates an article from a line of a corpus.
    JsonNode create(Map<String, ?> line) {
        return control("/sim/articles", line);
    }

    /// Does something that the state of the org may forbid; answers whether it was done.
    boolean tryTo(String path, Map<String, ?> body) {
        Http.Answer answer = Http.postJson(URI.create(url + path), Map.of(), body);
        if (answer.status() / 100 != 2 && answer.status() != 409 && answer.status() != 400) {
            throw new IllegalStateException("the simulator refused " + path + ": " + answer.text());
        }
        return answer.status() / 100 == 2;
    }

    JsonNode fault(Map<String, ?> plan) {
        return control("/sim/faults", plan);
    }

    /// The faults there are.
    List<String> knownFaults() {
        return get("/sim/faults")
                .path("known")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /// How many planned faults are not used up.
    int faultsLeft() {
        return get("/sim/faults").path("faults").size();
    }

    /// How many calls met a fault.
    long faultsMet() {
        return get("/sim/faults").path("met").asLong();
    }

    void clearFaults() {
        Http.delete(URI.create(url + "/sim/faults")).ok();
    }

    /// Whether a switch is on.
    boolean has(String name) {
        return get("/sim/switches").path(name).asBoolean();
    }

    void switches(Map<String, ?> changes) {
        control("/sim/switches", changes);
    }

    /// Ends every session: each access token given out so far is refused from now on.
    void expireSessions() {
        control("/sim/sessions/expire", Map.of());
    }

    private JsonNode get(String path) {
        return Http.get(URI.create(url + path), Map.of()).ok();
    }

    private JsonNode control(String path, Map<String, ?> body) {
        Http.Answer answer = Http.postJson(URI.create(url + path), Map.of(), body);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("the simulator refused " + path + ": " + answer.text());
        }
        return answer.json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Article article(JsonNode row) {
        return new Article(
                row.path("id").asString(),
                row.path("language").asString(),
                row.path("title").asString(),
                row.path("files").valueStream().map(JsonNode::asString).toList());
    }

    private static Body body(JsonNode row) {
        Article article = new Article(
                row.path("KnowledgeArticleId").asString(),
                row.path("Language").asString(),
                row.path("Title").asString());
        return new Body(article, row.path("Answer__c").asString(""));
    }
}
