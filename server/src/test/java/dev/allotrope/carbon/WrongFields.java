package dev.allotrope.carbon;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Bodies that are all that a schema asks for, but for one field that is out of its range or of another type.
final class WrongFields {
    /// Beyond it only what is required is given.
    private static final int MAX_DEPTH = 4;

    private static final String TOO_BIG = "9223372036854775808";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;
    private final JsonNode schemas;
    private final List<Place> places = new ArrayList<>();

    WrongFields(Random random, JsonNode schemas) {
        this.random = random;
        this.schemas = schemas;
    }

    /// A body, and where it is wrong.
    record Body(String text, List<Object> loc) {}

    /// A field of the body under construction: what would be wrong there, and how it gets there.
    private record Place(List<Object> loc, List<JsonNode> wrong, Consumer<JsonNode> put) {}

    Body body(JsonNode schema) {
        places.clear();
        JsonNode[] whole = new JsonNode[1];
        fill(schema, List.of("body"), value -> whole[0] = value, 0);
        Place place = places.get(random.nextInt(places.size()));
        place.put().accept(place.wrong().get(random.nextInt(place.wrong().size())));
        return new Body(whole[0].toString(), place.loc());
    }

    private void fill(JsonNode described, List<Object> loc, Consumer<JsonNode> put, int depth) {
        List<JsonNode> choices = choices(described);
        JsonNode schema = resolved(choices.get(random.nextInt(choices.size())));
        put.accept(right(schema, loc, depth));
        List<JsonNode> wrong = wrong(schema);
        // What is wrong for one of several choices may be right for another.
        if (choices.size() == 1 && !wrong.isEmpty()) {
            places.add(new Place(loc, wrong, put));
        }
    }

    private JsonNode right(JsonNode schema, List<Object> loc, int depth) {
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, loc, depth);
            case "array" -> array(schema, loc, depth);
            case "integer" -> JSON.numberNode(Math.max(1, schema.path("minimum").asLong(1)) + random.nextInt(3));
            case "number" -> JSON.numberNode(0.5);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> text(Math.max(1, schema.path("minLength").asInt(0)));
        };
    }

    private ObjectNode object(JsonNode schema, List<Object> loc, int depth) {
        ObjectNode object = JSON.objectNode();
        if (!schema.has("properties")) {
            return object.put("team", "support");
        }
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || depth < MAX_DEPTH && random.nextInt(3) == 0) {
                fill(
                        property.getValue(),
                        below(loc, property.getKey()),
                        value -> object.set(property.getKey(), value),
                        depth + 1);
            }
        });
        return object;
    }

    private ArrayNode array(JsonNode schema, List<Object> loc, int depth) {
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            int at = i;
            array.add(JSON.nullNode());
            fill(schema.path("items"), below(loc, i), value -> array.set(at, value), depth + 1);
        }
        return array;
    }

    /// Empty where anything may be right.
    private List<JsonNode> wrong(JsonNode schema) {
        List<JsonNode> wrong = new ArrayList<>();
        if (schema.has("enum")) {
            return List.of(text(3), JSON.numberNode(1), JSON.objectNode());
        }
        switch (schema.path("type").asString("")) {
            case "object" -> wrong.addAll(List.of(text(1), JSON.numberNode(1)));
            case "array" -> wrong.addAll(List.of(JSON.objectNode(), JSON.numberNode(1)));
            case "integer" ->
                wrong.addAll(List.of(
                        text(1),
                        JSON.numberNode(1.5),
                        JSON.arrayNode(),
                        JsonMapper.shared().readTree(TOO_BIG)));
            case "number" -> wrong.addAll(List.of(text(1), JSON.objectNode()));
            case "boolean" -> wrong.addAll(List.of(text(1), JSON.numberNode(2)));
            case "string" -> wrong.addAll(List.of(JSON.numberNode(1), JSON.objectNode(), JSON.stringNode("\0")));
            default -> {}
        }
        addOutOfRange(schema, wrong);
        return wrong;
    }

    private void addOutOfRange(JsonNode schema, List<JsonNode> wrong) {
        if (schema.has("minimum")) {
            wrong.add(JSON.numberNode(schema.path("minimum").asLong() - 1));
        }
        if (schema.path("minLength").asInt(0) > 0) {
            wrong.add(text(schema.path("minLength").asInt() - 1));
        }
        if (schema.has("maxLength")) {
            wrong.add(text(schema.path("maxLength").asInt() + 1));
        }
        if (schema.has("maxItems")) {
            ArrayNode many = JSON.arrayNode();
            JsonNode one = new WrongFields(random, schemas)
                    .right(resolved(choices(schema.path("items")).getFirst()), List.of(), MAX_DEPTH);
            IntStream.rangeClosed(0, schema.path("maxItems").asInt()).forEach(_ -> many.add(one));
            wrong.add(many);
        }
    }

    /// What a value may be, null apart.
    private static List<JsonNode> choices(JsonNode schema) {
        return schema.has("anyOf")
                ? schema.path("anyOf")
                        .valueStream()
                        .filter(choice -> !choice.path("type").asString("").equals("null"))
                        .toList()
                : List.of(schema);
    }

    private JsonNode resolved(JsonNode schema) {
        String name = schema.path("$ref").asString("");
        return name.isEmpty() ? schema : schemas.path(name.substring(name.lastIndexOf('/') + 1));
    }

    private static JsonNode text(int length) {
        return JSON.stringNode("x".repeat(length));
    }

    private static List<Object> below(List<Object> loc, Object step) {
        List<Object> longer = new ArrayList<>(loc);
        longer.add(step);
        return longer;
    }
}
