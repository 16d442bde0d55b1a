package dev.allotrope.connect.settings;

import dev.allotrope.source.settings.LinkTemplate;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How settings stand in `jsonb`. A member that is absent has its default.
public final class SettingsJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private SettingsJson() {}

    public static ObjectNode write(SourceSettings settings) {
        ObjectNode node = MAPPER.createObjectNode();
        SourceScope scope = settings.scope();
        scope.languages().forEach(node.putArray("languages")::add);
        ArrayNode channels = node.putArray("channels");
        scope.channels().forEach(channel -> channels.add(channel.name()));
        scope.recordTypes().forEach(node.putArray("record_types")::add);
        ArrayNode categories = node.putArray("categories");
        scope.categories()
                .forEach(category -> categories
                        .addObject()
                        .put("group", category.group())
                        .put("category", category.category())
                        .put("operator", category.operator().name()));
        scope.validationStatuses().forEach(node.putArray("validation_statuses")::add);
        settings.bodyFields().forEach(node.putArray("body_fields")::add);
        Duration interval = settings.checkInterval();
        if (interval != null) {
            node.put("check_interval_seconds", interval.toSeconds());
        }
        LinkTemplate link = settings.link();
        if (link != null) {
            node.put("link", link.text());
        }
        return node;
    }

    public static SourceSettings read(JsonNode node) {
        SourceScope scope = new SourceScope(
                texts(node.path("languages")),
                texts(node.path("channels")).stream()
                        .map(SourceScope.Channel::valueOf)
                        .toList(),
                texts(node.path("record_types")),
                node.path("categories")
                        .valueStream()
                        .map(SettingsJson::category)
                        .toList(),
                texts(node.path("validation_statuses")));
        return new SourceSettings(
                scope,
                texts(node.path("body_fields")),
                interval(node.path("check_interval_seconds")),
                node.path("link").stringValueOpt().map(LinkTemplate::new).orElse(null));
    }

    static SourceSettings read(String json) {
        return read(MAPPER.readTree(json));
    }

    private static SourceScope.Category category(JsonNode node) {
        return new SourceScope.Category(
                node.path("group").asString(),
                node.path("category").asString(),
                SourceScope.Operator.valueOf(node.path("operator").asString()));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static @Nullable Duration interval(JsonNode seconds) {
        return Optional.of(seconds)
                .filter(JsonNode::isNumber)
                .map(number -> Duration.ofSeconds(number.asLong()))
                .orElse(null);
    }
}
