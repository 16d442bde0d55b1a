package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Channel;
import dev.allotrope.salesforce.sim.knowledge.CorpusReader;
import dev.allotrope.salesforce.sim.knowledge.Org;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/sim/articles…`: what authors do.
final class ArticleControl {

    private final SalesforceSimulator simulator;
    private final Org org;
    private final CorpusReader corpus;

    ArticleControl(SalesforceSimulator simulator) {
        this.simulator = simulator;
        this.org = simulator.org();
        this.corpus = new CorpusReader(org);
    }

    Reply answer(Request request, List<String> path) {
        boolean reads = request.method().equals("GET");
        if (path.size() == 2) {
            return reads ? list(request) : Reply.json(201, show(create(request.json())));
        }
        String article = URLDecoder.decode(path.get(2), StandardCharsets.UTF_8);
        if (reads) {
            return Reply.json(200, Map.of("versions", versions(article)));
        }
        JsonNode body = request.json();
        List<ArticleVersion> changed = stamped(body, () -> act(path.size() > 3 ? path.get(3) : "", article, body));
        return Reply.json(
                200, Map.of("versions", changed.stream().map(this::show).toList()));
    }

    private Reply list(Request request) {
        String status = request.query().getOrDefault("status", "Online");
        return Reply.json(
                200,
                Map.of(
                        "articles",
                        org.rows().stream()
                                .filter(row -> status.equalsIgnoreCase("all")
                                        || row.status().wireName().equalsIgnoreCase(status))
                                .map(this::show)
                                .toList()));
    }

    private ArticleVersion create(JsonNode body) {
        return stamped(body, () -> corpus.add(body));
    }

    private List<ArticleVersion> act(String action, String article, JsonNode body) {
        String language = body.path("language").asString(null);
        return switch (action) {
            case "edit" -> edit(article, language, body);
            case "edit_as_draft" -> List.of(org.editAsDraft(article, language));
            case "discard_draft" -> List.of(org.discardDraft(article, language));
            case "publish" -> org.publish(article, language);
            case "unpublish" -> org.unpublish(article, language);
            case "archive" -> org.archive(article, language);
            case "restore" -> List.of(org.restore(article, language));
            case "categorize" -> org.categorize(article, language, corpus.categories(body.path("categories")));
            case "attach" -> attach(article, language, body);
            case "detach" -> org.detach(article, language, body.path("document").asString(""));
            case "view" -> view(article, body);
            case "delete" -> gone(() -> org.delete(article));
            case "undelete" -> gone(() -> org.undelete(article));
            case "delete_translation" ->
                gone(() -> org.deleteTranslation(article, body.path("language").asString("")));
            default -> throw new IllegalArgumentException("no such action: " + action);
        };
    }

    /// Edits the draft and, unless `"publish": false`, publishes it.
    private List<ArticleVersion> edit(String article, @Nullable String language, JsonNode body) {
        ArticleVersion draft = org.edit(article, language, content -> corpus.merge(content, body));
        return body.path("publish").asBoolean(true) ? org.publish(article, draft.language()) : List.of(draft);
    }

    /// Attaches the named `document`, or uploads one.
    private List<ArticleVersion> attach(String article, @Nullable String language, JsonNode body) {
        String document = body.hasNonNull("document")
                ? body.get("document").asString()
                : org.files()
                        .upload(body.path("name").asString("file.txt"), CorpusReader.content(body))
                        .id();
        return org.attach(article, language, document);
    }

    /// Readers open the article so many `times` in a channel.
    private List<ArticleVersion> view(String article, JsonNode body) {
        Channel channel = Channel.of(body.path("channel").asString("App"))
                .orElseThrow(() -> new IllegalArgumentException("unknown channel"));
        for (int i = 0; i < body.path("times").asInt(1); i++) {
            org.views().count(org.idOf(article), channel);
        }
        return org.rowsOf(List.of(org.idOf(article)));
    }

    private static List<ArticleVersion> gone(Runnable action) {
        action.run();
        return List.of();
    }

    /// `"stamp"` or `"late_seconds"` stamp the change earlier than now: a transaction that commits late.
    <T> T stamped(JsonNode body, Supplier<T> change) {
        if (body.has("stamp")) {
            return simulator
                    .clock()
                    .committedLate(Instant.parse(body.get("stamp").asString()), change);
        }
        if (body.has("late_seconds")) {
            Duration late = Duration.ofSeconds(body.get("late_seconds").asLong());
            return simulator.clock().committedLate(simulator.clock().instant().minus(late), change);
        }
        return change.get();
    }

    private List<Map<String, @Nullable Object>> versions(String article) {
        return org.rowsOf(List.of(org.idOf(article))).stream().map(this::show).toList();
    }

    private Map<String, @Nullable Object> show(ArticleVersion row) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("article", org.nameOf(row.articleId()).orElse(""));
        shown.put("id", row.articleId());
        shown.put("article_number", row.identity().articleNumber());
        shown.put("version_id", row.id());
        shown.put("version_number", row.versionNumber());
        shown.put("language", row.language());
        shown.put("status", row.status().wireName());
        shown.put("title", row.content().title());
        shown.put("url_name", row.content().urlName());
        shown.put("system_modstamp", row.stamps().systemModstamp().toString());
        shown.put("record_type", row.content().labels().recordType());
        shown.put(
                "channels",
                row.content().labels().channels().stream()
                        .map(Channel::wireName)
                        .sorted()
                        .toList());
        shown.put(
                "categories",
                row.content().labels().categories().stream()
                        .map(selection -> selection.group() + ":" + selection.name())
                        .sorted()
                        .toList());
        shown.put("validation_status", row.content().labels().validationStatus());
        shown.put("out_of_date", row.content().labels().outOfDate());
        shown.put(
                "files",
                row.content().attachments().stream()
                        .map(ArticleContent.Attachment::documentId)
                        .toList());
        return shown;
    }
}
