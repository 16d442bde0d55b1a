package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/// Reads tags and tag filters. Values are texts or lists of texts; numbers and booleans become texts.
final class TagReading {
    /// How deep `tags_v2` may nest groups, the top one included.
    static final int MAX_DEPTH = 3;
    /// How many tag blocks and groups `tags_v2` may have altogether.
    static final int MAX_PARTS = 200;

    private static final String EXAMPLE = "{\"AND\": [{\"key\": \"team\", \"value\": \"support\"}]}";

    private int parts;

    private TagReading() {}

    /// `{"key": "text" | ["text", …]}`.
    static Reading tags(JsonNode node) {
        if (!node.isObject()) {
            return Reading.wrong("Input should be a valid dictionary", "dict_type");
        }
        SequencedMap<String, Tags.Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> tag : node.properties()) {
            try {
                values.put(storable(tag.getKey()), tag(tag.getValue()));
            } catch (Misfit misfit) {
                return new Reading.Wrong(below(tag.getKey(), misfit.below), misfit.msg, misfit.type);
            }
        }
        return new Reading.Value(new Tags(values));
    }

    private static Tags.Value tag(JsonNode node) throws Misfit {
        if (!node.isArray()) {
            return new Tags.Value.One(scalar(node));
        }
        return new Tags.Value.Many(scalars(node));
    }

    private static List<String> scalars(JsonNode list) throws Misfit {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list) {
            texts.add(scalar(element));
        }
        return texts;
    }

    private static String scalar(JsonNode node) throws Misfit {
        if (node.isContainer() || node.isNull()) {
            throw new Misfit("Input should be a string, number, boolean or a list of these", "tag_type");
        }
        return storable(node.asString());
    }

    private static String storable(String text) throws Misfit {
        if (!Reading.storable(text)) {
            throw new Misfit("Input should be a valid string, without NUL and unpaired surrogates", "string_unicode");
        }
        return text;
    }

    /// `{"AND": [part, …]}` or `{"OR": [part, …]}`, where a part is a group or `{"key", "value", "negate"}`. An empty
    /// object restricts nothing.
    static Reading filter(JsonNode node) {
        if (node.isObject() && node.isEmpty()) {
            return new Reading.Value(new TagFilter.AllOf(List.of()));
        }
        try {
            return new Reading.Value(new TagReading().group(node, 1));
        } catch (Misfit misfit) {
            return new Reading.Wrong(misfit.below, misfit.msg, misfit.type);
        }
    }

    private TagFilter group(JsonNode node, int depth) throws Misfit {
        count();
        boolean any = node.has("OR");
        if (!node.isObject() || any == node.has("AND")) {
            throw new Misfit("Input should have exactly one of 'OR' and 'AND', such as " + EXAMPLE, "value_error");
        }
        String name = any ? "OR" : "AND";
        if (depth > MAX_DEPTH) {
            throw new Misfit("Groups may be nested " + MAX_DEPTH + " deep", "value_error");
        }
        JsonNode list = node.get(name);
        if (!list.isArray()) {
            throw new Misfit("Input should be a valid list", "list_type").in(name);
        }
        List<TagFilter> filters = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            filters.add(part(list.get(i), depth, name, i));
        }
        return any ? new TagFilter.AnyOf(filters) : new TagFilter.AllOf(filters);
    }

    private TagFilter part(JsonNode node, int depth, String group, int index) throws Misfit {
        try {
            return node.has("key") ? block(node) : group(node, depth + 1);
        } catch (Misfit misfit) {
            throw misfit.in(index).in(group);
        }
    }

    private TagFilter block(JsonNode node) throws Misfit {
        count();
        if (!node.get("key").isString()) {
            throw new Misfit("Input should be a valid string", "string_type").in("key");
        }
        if (!node.hasNonNull("value")) {
            throw new Misfit("Field required", "missing").in("value");
        }
        JsonNode value = node.get("value");
        List<String> values = value.isArray() ? scalars(value) : List.of(scalar(value));
        return new TagFilter.Is(storable(node.get("key").stringValue()), values, negate(node));
    }

    private static boolean negate(JsonNode node) throws Misfit {
        if (!node.hasNonNull("negate")) {
            return false;
        }
        return switch (Reading.bool(node.get("negate"))) {
            case Reading.Value(Object value) -> (Boolean) value;
            case Reading.Wrong wrong -> throw new Misfit(wrong.msg(), wrong.type()).in("negate");
        };
    }

    private void count() throws Misfit {
        parts++;
        if (parts > MAX_PARTS) {
            throw new Misfit("A filter may have " + MAX_PARTS + " parts", "too_long");
        }
    }

    private static List<Object> below(Object step, List<Object> rest) {
        List<Object> longer = new ArrayList<>();
        longer.add(step);
        longer.addAll(rest);
        return longer;
    }

    /// Leaves the recursion at the first part that does not fit, and learns where that was on the way out.
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Object> below;
        private final String msg;
        private final String type;

        Misfit(String msg, String type) {
            this(List.of(), msg, type);
        }

        private Misfit(List<Object> below, String msg, String type) {
            super(msg, null, false, false);
            this.below = below;
            this.msg = msg;
            this.type = type;
        }

        Misfit in(Object step) {
            return new Misfit(TagReading.below(step, below), msg, type);
        }
    }
}
