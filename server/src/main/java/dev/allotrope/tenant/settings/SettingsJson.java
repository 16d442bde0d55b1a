package dev.allotrope.tenant.settings;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How settings stand in `jsonb` columns. What is not set is absent; members of another release are ignored.
public final class SettingsJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String AUTO_SYNC = "autoSync";
    private static final String AUTO_SYNC_HOURS = "autoSyncHours";
    private static final String EVERYTHING = "*";
    private static final String LIMITS = "limits";
    private static final String FEATURES = "features";
    private static final String SOURCES = "sources";
    private static final String FORMATS = "formats";
    private static final String SAVED_AS = "savedAs";

    private SettingsJson() {}

    public static String write(CustomerSettings settings) {
        ObjectNode node = node(settings.preferences());
        if (!settings.features().isEmpty()) {
            node.set(FEATURES, MAPPER.valueToTree(new TreeMap<>(settings.features())));
        }
        return node.toString();
    }

    public static String write(OrganizationSettings settings) {
        ObjectNode node = node(settings.preferences());
        if (!settings.sources().isEmpty()) {
            ObjectNode sources = node.putObject(SOURCES);
            new TreeMap<>(settings.sources()).forEach((kind, source) -> sources.set(kind, node(source)));
        }
        return node.toString();
    }

    public static CustomerSettings customer(String json) {
        JsonNode node = MAPPER.readTree(json);
        Map<String, Boolean> features = new TreeMap<>();
        node.path(FEATURES)
                .properties()
                .forEach(feature ->
                        features.put(feature.getKey(), feature.getValue().asBoolean()));
        return new CustomerSettings(preferences(node), features);
    }

    public static OrganizationSettings organization(String json) {
        JsonNode node = MAPPER.readTree(json);
        Map<String, OrganizationSettings.Source> sources = new TreeMap<>();
        node.path(SOURCES).properties().forEach(source -> sources.put(source.getKey(), source(source.getValue())));
        return new OrganizationSettings(preferences(node), sources);
    }

    private static ObjectNode node(Preferences preferences) {
        ObjectNode node = MAPPER.createObjectNode();
        switch (preferences.autoSync()) {
            case null -> {}
            case AutoSync.Everything _ -> node.put(AUTO_SYNC, EVERYTHING);
            case AutoSync.Only only -> {
                ArrayNode kinds = node.putArray(AUTO_SYNC);
                only.kinds().forEach(kinds::add);
            }
        }
        if (preferences.autoSyncHours() != null) {
            node.put(AUTO_SYNC_HOURS, preferences.autoSyncHours());
        }
        if (!preferences.limits().isEmpty()) {
            ObjectNode limits = node.putObject(LIMITS);
            new TreeMap<>(preferences.limits()).forEach((limit, most) -> limits.put(limit.name(), most));
        }
        return node;
    }

    private static JsonNode node(OrganizationSettings.Source source) {
        ObjectNode node = MAPPER.createObjectNode();
        ArrayNode formats = node.putArray(FORMATS);
        source.formats().forEach(formats::add);
        if (source.savedAs() != null) {
            node.put(SAVED_AS, source.savedAs());
        }
        return node;
    }

    private static Preferences preferences(JsonNode node) {
        JsonNode hours = node.path(AUTO_SYNC_HOURS);
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            JsonNode most = node.path(LIMITS).path(limit.name());
            if (most.isIntegralNumber()) {
                limits.put(limit, most.longValue());
            }
        }
        return new Preferences(autoSync(node.path(AUTO_SYNC)), hours.isInt() ? hours.intValue() : null, limits);
    }

    private static @Nullable AutoSync autoSync(JsonNode node) {
        if (node.isArray()) {
            return AutoSync.only(node.valueStream().map(JsonNode::asString).toList());
        }
        return node.isString() ? AutoSync.EVERYTHING : null;
    }

    private static OrganizationSettings.Source source(JsonNode node) {
        JsonNode savedAs = node.path(SAVED_AS);
        return new OrganizationSettings.Source(
                node.path(FORMATS).valueStream().map(JsonNode::asString).toList(),
                savedAs.isString() ? savedAs.stringValue() : null);
    }
}
