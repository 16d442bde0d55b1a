package dev.allotrope.salesforce.sim.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The one JSON mapper.
public final class Json {

    public static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// A tree of maps, lists, strings, numbers and records of them.
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }
}
