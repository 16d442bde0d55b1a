package dev.allotrope.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What has to be held of an org, by what its control API says is published: texts, links, labels, and the files that
/// hang on articles with the labels of those.
final class Due {
    private static final String OBJECT = "Knowledge";
    private static final List<String> CHANNELS = List.of("App", "Csp", "Prm", "Pkb");
    private static final Map<String, String> WORDS =
            Map.of("App", "internal", "Csp", "customer", "Prm", "partner", "Pkb", "public");

    private final Map<String, String> names;
    private final boolean validates;

    private Due(SimulatedOrg org) {
        this.names = org.files();
        this.validates = org.has("validation_status");
    }

    static Held of(SimulatedOrg org) {
        Due due = new Due(org);
        Map<String, Held.Entry> files = new TreeMap<>();
        for (JsonNode row : org.publishedRows()) {
            SimulatedOrg.Article article = SimulatedOrg.article(row);
            JsonNode tags = due.tags(row);
            files.put(article.externalId(), article(article, row, tags));
            article.files().forEach(file -> files.put(article.externalId(file), due.file(article, file, tags)));
        }
        return new Held(files);
    }

    private static Held.Entry article(SimulatedOrg.Article article, JsonNode row, JsonNode tags) {
        String urlName = row.path("url_name").asString();
        Map<String, String> facts = Map.of(
                "knowledge_article_id",
                article.id(),
                "language",
                article.language(),
                "url_name",
                urlName,
                "version",
                row.path("version_number").asString(),
                "out_of_date",
                row.path("out_of_date").asString());
        String link = "/articles/" + article.language() + "/" + OBJECT + "/" + urlName;
        return entry(article.title(), link, "", tags, facts);
    }

    private Held.Entry file(SimulatedOrg.Article article, String file, JsonNode tags) {
        return entry(
                names.getOrDefault(file, ""),
                "/" + file,
                article.externalId(),
                tags,
                Map.of("content_document_id", file));
    }

    private static Held.Entry entry(String name, String link, String parent, JsonNode tags, Map<String, String> facts) {
        return new Held.Entry(name, "READY", link, parent, tags, new TreeMap<>(facts), Set.of(AuthoredOrg.mark(name)));
    }

    private JsonNode tags(JsonNode row) {
        ObjectNode tags = Http.JSON.createObjectNode();
        tags.set("salesforce_language", row.path("language"));
        tags.set("salesforce_article_number", row.path("article_number"));
        if (!row.path("record_type").isNull()) {
            tags.set("salesforce_record_type", row.path("record_type"));
        }
        if (validates) {
            tags.set("salesforce_validation_status", row.path("validation_status"));
        }
        List<String> channels = new ArrayList<>();
        row.path("channels").forEach(channel -> channels.add(channel.asString()));
        ArrayNode words = tags.putArray("salesforce_channels");
        CHANNELS.stream().filter(channels::contains).map(WORDS::get).forEach(words::add);
        if (!row.path("categories").isEmpty()) {
            tags.set("salesforce_categories", row.path("categories"));
        }
        return tags;
    }
}
