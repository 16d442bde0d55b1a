package dev.allotrope.carbon;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Bodies that are all that a schema asks for, but for one field that is out of its range, of another type, or
/// not there.
final class WrongFields {
    private static final String TOO_BIG = "9223372036854775808";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode schemas;
    private final Choice choice;
    private final List<Place> places = new ArrayList<>();

    private WrongFields(JsonNode schemas, Choice choice) {
        this.schemas = schemas;
        this.choice = choice;
    }

    /// Every field of a schema, wrong in every way, and all that may be given beside it.
    static List<Body> every(JsonNode schema, JsonNode schemas) {
        int most = schemas.findValues("anyOf").stream()
                .mapToInt(JsonNode::size)
                .max()
                .orElse(1);
        return List.copyOf(IntStream.range(0, most)
                .mapToObj(number -> new WrongFields(schemas, new Everything(number)).bodies(schema))
                .flatMap(List::stream)
                .collect(Collectors.toMap(
                        body -> body.loc() + "=" + body.wrong(),
                        Function.identity(),
                        (first, _) -> first,
                        TreeMap::new))
                .values());
    }

    /// One field of a schema, wrong in one way, and some of what may be given beside it.
    static Body any(JsonNode schema, JsonNode schemas, Random random) {
        List<Body> bodies = new WrongFields(schemas, new Some(random)).bodies(schema);
        return bodies.get(random.nextInt(bodies.size()));
    }

    /// A body, where it is wrong, and with what.
    record Body(String text, List<Object> loc, JsonNode wrong) {}

    /// A field of the body under construction: what is right and what would be wrong there, and how it gets there.
    private record Place(List<Object> loc, JsonNode right, List<JsonNode> wrong, Consumer<JsonNode> put) {}

    /// What is chosen where a schema leaves a choice.
    private interface Choice {
        /// Whether a field that may be left away is given.
        boolean given();

        /// One of so many.
        int of(int count);
    }

    /// The same of each choice everywhere.
    private record Everything(int number) implements Choice {
        @Override
        public boolean given() {
            return true;
        }

        @Override
        public int of(int count) {
            return number % count;
        }
    }

    private record Some(Random random) implements Choice {
        @Override
        public boolean given() {
            return random.nextInt(3) == 0;
        }

        @Override
        public int of(int count) {
            return random.nextInt(count);
        }
    }

    /// Only what has to be given.
    private static final class Least implements Choice {
        @Override
        public boolean given() {
            return false;
        }

        @Override
        public int of(int count) {
            return 0;
        }
    }

    private List<Body> bodies(JsonNode schema) {
        JsonNode[] whole = new JsonNode[1];
        fill(schema, new Way(List.of("body"), List.of()), value -> whole[0] = value);
        List<Body> bodies = new ArrayList<>();
        for (Place place : places) {
            for (JsonNode wrong : place.wrong()) {
                place.put().accept(wrong);
                bodies.add(new Body(whole[0].toString(), place.loc(), wrong));
            }
            place.put().accept(place.right());
        }
        return bodies;
    }

    /// Where in a body, and the names of the schemas around it.
    private record Way(List<Object> loc, List<String> within) {
        Way to(Object step) {
            List<Object> longer = new ArrayList<>(loc);
            longer.add(step);
            return new Way(longer, within);
        }

        Way into(String name) {
            List<String> longer = new ArrayList<>(within);
            longer.add(name);
            return new Way(loc, longer);
        }
    }

    private void fill(JsonNode described, Way way, Consumer<JsonNode> put) {
        List<JsonNode> choices = choices(described);
        JsonNode chosen = choices.get(choice.of(choices.size()));
        JsonNode schema = resolved(chosen);
        JsonNode right = right(schema, way.into(chosen.path("$ref").asString("")));
        put.accept(right);
        // What is wrong for one of several choices may be right for another.
        List<JsonNode> wrong = new ArrayList<>(choices.size() == 1 ? wrong(schema) : List.of());
        if (!nullable(described)) {
            wrong.add(JSON.nullNode());
        }
        if (!wrong.isEmpty()) {
            places.add(new Place(way.loc(), right, wrong, put));
        }
    }

    private JsonNode right(JsonNode schema, Way way) {
        if (schema.has("enum")) {
            return schema.path("enum").get(choice.of(schema.path("enum").size()));
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, way);
            case "array" -> array(schema, way);
            case "integer" -> JSON.numberNode(Math.max(1, schema.path("minimum").asLong(1)) + choice.of(3));
            case "number" -> JSON.numberNode(0.5);
            case "boolean" -> JSON.booleanNode(choice.of(2) == 1);
            default ->
                schema.path("format").asString("").equals("date-time")
                        ? JSON.stringNode("2026-01-02T03:04:05Z")
                        : text(Math.max(1, schema.path("minLength").asInt(0)));
        };
    }

    private ObjectNode object(JsonNode schema, Way way) {
        ObjectNode object = JSON.objectNode();
        if (!schema.has("properties")) {
            return object.put("team", "support");
        }
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            if (required.contains(name) || choice.given() && !endless(property.getValue(), way)) {
                fill(property.getValue(), way.to(name), value -> object.set(name, value));
            }
            if (required.contains(name)) {
                places.add(new Place(
                        way.to(name).loc(),
                        object.path(name),
                        List.of(JSON.missingNode()),
                        value -> giveOrTake(object, name, value)));
            }
        });
        return object;
    }

    private static void giveOrTake(ObjectNode object, String name, JsonNode value) {
        if (value.isMissingNode()) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }

    /// Whether a field may hold what it is a field of.
    private static boolean endless(JsonNode field, Way way) {
        return field.findValues("$ref").stream().map(JsonNode::asString).anyMatch(way.within()::contains);
    }

    /// Two of them, the second of which is where it may be wrong.
    private ArrayNode array(JsonNode schema, Way way) {
        ArrayNode array = JSON.arrayNode();
        int before = places.size();
        for (int i = 0; i < 2; i++) {
            places.subList(before, places.size()).clear();
            int at = i;
            array.add(JSON.nullNode());
            fill(schema.path("items"), way.to(i), value -> array.set(at, value));
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
        if (schema.path("format").asString("").equals("date-time")) {
            wrong.add(JSON.stringNode("2026-02-30T03:04:05Z"));
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
            JsonNode one = new WrongFields(schemas, new Least())
                    .right(resolved(choices(schema.path("items")).getFirst()), new Way(List.of(), List.of()));
            IntStream.rangeClosed(0, schema.path("maxItems").asInt()).forEach(_ -> many.add(one));
            wrong.add(many);
        }
        if (schema.has("maxProperties")) {
            ObjectNode many = JSON.objectNode();
            IntStream.rangeClosed(0, schema.path("maxProperties").asInt()).forEach(i -> many.put("key" + i, "value"));
            wrong.add(many);
        }
    }

    /// Whether null is one of the values, as it is where there may be anything.
    private static boolean nullable(JsonNode described) {
        return described.has("anyOf")
                ? described
                        .path("anyOf")
                        .valueStream()
                        .anyMatch(choice -> choice.path("type").asString("").equals("null"))
                : !described.has("type") && !described.has("$ref") && !described.has("enum");
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
}
