package dev.allotrope.connect;

import dev.allotrope.connect.settings.SettingsJson;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.settings.SourceSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How options, tags and metadata stand in the `jsonb` columns. A member that is absent has its default, so that rows
/// written by an older server can be read.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> PLAIN = new TypeReference<>() {};

    private Json() {}

    public static String write(SyncOptions options) {
        ObjectNode node = MAPPER.createObjectNode();
        ProcessingOptions processing = options.processing();
        node.put("chunk_size", processing.chunkSize());
        node.put("chunk_overlap", processing.chunkOverlap());
        node.put("depth", processing.depth().name());
        node.put("embedding_model", processing.embeddingModel());
        node.put("prepend_name", processing.prependName());
        node.put("sparse_vectors", processing.sparseVectors());
        node.put("attachments", processing.attachments());
        node.set("tags", node(options.tags()));
        node.set("connection_tags", node(options.connectionTags()));
        node.put("list_items", options.listItems());
        node.put("sync_all", options.syncAll());
        node.put("request_id", options.requestId());
        SourceSettings settings = options.settings();
        if (settings != null) {
            node.set("settings", SettingsJson.write(settings));
        }
        return node.toString();
    }

    public static SyncOptions options(String json) {
        JsonNode node = MAPPER.readTree(json);
        JsonNode requestId = node.path("request_id");
        JsonNode settings = node.path("settings");
        return new SyncOptions(
                processing(node),
                tags(node.path("tags")),
                tags(node.path("connection_tags")),
                node.path("list_items").asBoolean(SyncOptions.DEFAULT.listItems()),
                node.path("sync_all").asBoolean(SyncOptions.DEFAULT.syncAll()),
                requestId.isString() ? requestId.asString() : null,
                settings.isObject() ? SettingsJson.read(settings) : null);
    }

    static String write(Tags tags) {
        return node(tags).toString();
    }

    static Tags tags(String json) {
        return tags(MAPPER.readTree(json));
    }

    static String write(Map<String, String> metadata) {
        ObjectNode node = MAPPER.createObjectNode();
        metadata.forEach(node::put);
        return node.toString();
    }

    static Map<String, String> metadata(String json) {
        Map<String, String> metadata = new LinkedHashMap<>();
        MAPPER.readTree(json)
                .properties()
                .forEach(member ->
                        metadata.put(member.getKey(), member.getValue().asString()));
        return metadata;
    }

    private static ProcessingOptions processing(JsonNode node) {
        ProcessingOptions defaults = ProcessingOptions.DEFAULT;
        return new ProcessingOptions(
                node.path("chunk_size").asInt(defaults.chunkSize()),
                node.path("chunk_overlap").asInt(defaults.chunkOverlap()),
                ProcessingOptions.Depth.valueOf(
                        node.path("depth").asString(defaults.depth().name())),
                node.path("embedding_model").asString(defaults.embeddingModel()),
                node.path("prepend_name").asBoolean(defaults.prependName()),
                node.path("sparse_vectors").asBoolean(defaults.sparseVectors()),
                node.path("attachments").asBoolean(defaults.attachments()));
    }

    private static JsonNode node(Tags tags) {
        return MAPPER.valueToTree(tags.plain());
    }

    private static Tags tags(JsonNode node) {
        return node.isMissingNode() ? Tags.NONE : Tags.of(MAPPER.convertValue(node, PLAIN));
    }
}
