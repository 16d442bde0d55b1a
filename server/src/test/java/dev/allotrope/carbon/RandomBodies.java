package dev.allotrope.carbon;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON that is nearly what a schema asks for, or not at all.
final class RandomBodies {
    private static final int MAX_DEPTH = 6;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "0",
            "-1",
            "null",
            "' OR 1=1 --",
            "%",
            "\\",
            "<script>",
            "\u0000",
            "\ud800",
            "\u202e日本語",
            "💥",
            "../../etc/passwd",
            "2024-13-45T99:00:00Z",
            "https://x",
            "acme.my.salesforce.com",
            "${jndi:ldap://x}");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775808",
            "1e400",
            "1.5",
            "0.1e-400",
            "99999999999999999999999999999999");

    private final Random random;
    private final JsonNode schemas;
    private final List<String> foreign;

    RandomBodies(Random random, JsonNode schemas, List<String> foreign) {
        this.random = random;
        this.schemas = schemas;
        this.foreign = foreign;
    }

    /// For a place in an address.
    String id() {
        return switch (random.nextInt(5)) {
            case 0 -> any(TEXTS);
            case 1 -> any(NUMBERS);
            case 2 -> "a".repeat(2_000);
            default -> any(foreign);
        };
    }

    String body(JsonNode schema) {
        String body = value(schema, 0);
        return switch (random.nextInt(20)) {
            case 0 -> body.substring(0, random.nextInt(body.length() + 1));
            case 1 -> "[".repeat(5_000);
            case 2 -> "{\"a\":".repeat(900) + "1" + "}".repeat(900);
            case 3 -> body + body;
            case 4 -> "\uFEFF" + body;
            default -> body;
        };
    }

    private String value(JsonNode schema, int depth) {
        if (depth > MAX_DEPTH || random.nextInt(12) == 0) {
            return anything();
        }
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asString();
            return value(schemas.path(name.substring(name.lastIndexOf('/') + 1)), depth + 1);
        }
        if (schema.has("anyOf")) {
            JsonNode choices = schema.path("anyOf");
            return value(choices.get(random.nextInt(choices.size())), depth + 1);
        }
        if (schema.has("enum")) {
            JsonNode constants = schema.path("enum");
            return constants.get(random.nextInt(constants.size())).toString();
        }
        String type = schema.path("type").asString("");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> random.nextBoolean() ? any(foreign) : any(NUMBERS);
            case "number" -> any(NUMBERS);
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "string" -> random.nextInt(4) == 0 ? quoted(any(foreign)) : text();
            default -> anything();
        };
    }

    private String object(JsonNode schema, int depth) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        schema.path("properties").properties().forEach(property -> {
            if (random.nextInt(5) > 1) {
                object.add(quoted(property.getKey()) + ":" + value(property.getValue(), depth + 1));
            }
        });
        if (random.nextInt(4) == 0 || !schema.has("properties")) {
            object.add(quoted(any(List.of("AND", "OR", "key", "\u0000", "user_id"))) + ":" + anything());
        }
        return object.toString();
    }

    private String array(JsonNode schema, int depth) {
        List<String> elements = new ArrayList<>();
        int size = random.nextInt(40) == 0 ? 10_000 : random.nextInt(4);
        String one = value(schema.path("items"), depth + 1);
        for (int at = 0; at < size; at++) {
            elements.add(size > 10 ? one.length() > 100 ? "1" : one : value(schema.path("items"), depth + 1));
        }
        return "[" + String.join(",", elements) + "]";
    }

    private String anything() {
        return switch (random.nextInt(7)) {
            case 0 -> "null";
            case 1 -> any(NUMBERS);
            case 2 -> "[]";
            case 3 -> "{}";
            case 4 -> "true";
            case 5 -> "[[[{\"OR\":[{\"AND\":[]}]}]]]";
            default -> text();
        };
    }

    private String text() {
        return quoted(random.nextInt(15) == 0 ? "long ".repeat(20_000) : any(TEXTS));
    }

    private String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
