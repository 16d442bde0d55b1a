package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CorpusReader;
import dev.allotrope.salesforce.sim.knowledge.Org;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `/sim/files…` and `/sim/images`: uploads, new versions, deletions.
final class FileControl {

    private final Org org;

    FileControl(Org org) {
        this.org = org;
    }

    Reply answer(Request request, List<String> path) {
        boolean one = path.size() > 2;
        return switch (request.method()) {
            case "GET" ->
                Reply.json(
                        200,
                        Map.of(
                                "files",
                                org.files().documents().stream()
                                        .filter(file -> !one || file.id().equals(path.get(2)))
                                        .map(this::show)
                                        .toList()));
            case "DELETE" -> delete(path.getLast());
            default -> one ? replace(path.get(2), request.json()) : upload(request.json());
        };
    }

    private Reply upload(JsonNode body) {
        StoredFile file = org.files().upload(name(body), CorpusReader.content(body));
        return Reply.json(201, show(file));
    }

    private Reply replace(String document, JsonNode body) {
        return Reply.json(200, show(org.files().replace(document, name(body), CorpusReader.content(body))));
    }

    private Reply delete(String document) {
        org.files().delete(document);
        return Reply.json(200, Map.of("deleted", document));
    }

    /// Stores the bytes of an image that rich text names as `refid`.
    Reply image(JsonNode body) {
        String id = body.path("id").asString("");
        byte[] content = Base64.getDecoder().decode(body.path("base64").asString(""));
        String type = body.path("content_type").asString("image/png");
        org.images().put(id, new RichTextImages.Image(type, content));
        return Reply.json(200, Map.of("id", id, "bytes", content.length));
    }

    private static String name(JsonNode body) {
        return body.path("name").asString("file.txt");
    }

    private Map<String, Object> show(StoredFile file) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("document", file.id());
        shown.put("name", file.latest().name());
        shown.put("version", file.latest().id());
        shown.put("version_number", file.latest().number());
        shown.put("bytes", file.latest().content().length);
        shown.put(
                "on",
                org.rowsWithFile(file.id()).stream().map(ArticleVersion::id).toList());
        return shown;
    }
}
