package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON into a [WireRequest], collecting every [Problem] on the way, up to [#MAX_PROBLEMS].
public final class WireReader {
    /// The most problems that one answer tells. A body of many small mistakes would become an answer a hundred
    /// times its size.
    static final int MAX_PROBLEMS = 100;

    private static final JsonMapper JSON = JsonMapper.shared();

    /// The names of a record's fields.
    private static final ClassValue<Set<String>> KNOWN = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> WireField.of(component).name())
                    .collect(Collectors.toSet());
        }
    };

    private final List<Problem> problems = new ArrayList<>();
    private final Ignored ignored = new Ignored();

    private WireReader() {}

    /// A request, and what was given beside it and is not known.
    record Whole(Object request, Ignored ignored) {}

    /// The request in `body`, or [InvalidRequest].
    public static <T> T read(byte[] body, Class<T> type) {
        return type.cast(whole(body, type).request());
    }

    /// [#read] for a record or a list of records.
    static Whole whole(byte[] body, Type type) {
        try {
            return whole(JSON.readTree(body), type, "body");
        } catch (JacksonException e) {
            throw new InvalidRequest(List.of(new Problem(Problem.BODY, unreadable(e), "json_invalid")));
        }
    }

    /// Says where, and nothing of what stands there.
    private static String unreadable(JacksonException e) {
        TokenStreamLocation there = e.getLocation();
        String where = there == null || there.getLineNr() < 1
                ? ""
                : " at line " + there.getLineNr() + ", column " + there.getColumnNr();
        return "JSON decode error" + where + ": the body is read as JSON, with names and texts in double quotes";
    }

    /// The part of a request that stands at `loc`, or [InvalidRequest].
    public static <T> T read(JsonNode node, Class<T> type, Object... loc) {
        return type.cast(whole(node, type, loc).request());
    }

    private static Whole whole(JsonNode node, Type type, Object... loc) {
        WireReader reader = new WireReader();
        Object value = reader.value(node, type, List.of(loc));
        if (value == null || !reader.problems.isEmpty()) {
            throw new InvalidRequest(reader.problems);
        }
        return new Whole(value, reader.ignored);
    }

    private @Nullable Object value(JsonNode node, Type type, List<Object> loc) {
        if (type instanceof ParameterizedType generic) {
            return generic(node, generic, loc);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && plain != Tags.class) {
            return object(node, plain, loc);
        }
        return switch (leaf(node, plain)) {
            case Reading.Value(Object value) -> value;
            case Reading.Wrong(List<Object> below, String msg, String kind) -> {
                List<Object> full = new ArrayList<>(loc);
                full.addAll(below);
                yield wrong(full, msg, kind);
            }
        };
    }

    private static Reading leaf(JsonNode node, Class<?> type) {
        if (type == String.class) {
            return Reading.text(node);
        }
        if (type == int.class || type == Integer.class) {
            return Reading.int32(node);
        }
        if (type == long.class || type == Long.class) {
            return Reading.int64(node);
        }
        if (type == boolean.class || type == Boolean.class) {
            return Reading.bool(node);
        }
        if (type == double.class || type == Double.class) {
            return Reading.number(node);
        }
        if (type == float[].class) {
            return Reading.floats(node);
        }
        if (type == Tags.class) {
            return TagReading.tags(node);
        }
        if (type == TagFilter.class) {
            return TagReading.filter(node);
        }
        if (type == JsonNode.class) {
            return new Reading.Value(node);
        }
        if (type.isEnum()) {
            return Reading.constant(node, type);
        }
        throw new IllegalStateException("no request field can be of " + type);
    }

    private @Nullable Object generic(JsonNode node, ParameterizedType type, List<Object> loc) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Given.class) {
            Object value = value(node, arguments[0], loc);
            return value == null ? null : new Given.Value<>(value);
        }
        if (type.getRawType() == AnyOf.class) {
            return anyOf(node, arguments, loc);
        }
        return type.getRawType() == Map.class ? map(node, arguments[1], loc) : list(node, arguments[0], loc);
    }

    /// Where neither fits, the problems of both are told.
    private @Nullable Object anyOf(JsonNode node, Type[] types, List<Object> loc) {
        int before = problems.size();
        Object first = value(node, types[0], loc);
        if (problems.size() == before && first != null) {
            return new AnyOf.First<>(first);
        }
        int between = problems.size();
        Object second = value(node, types[1], loc);
        if (problems.size() > between || second == null) {
            return null;
        }
        problems.subList(before, between).clear();
        return new AnyOf.Second<>(second);
    }

    private @Nullable Object map(JsonNode node, Type element, List<Object> loc) {
        if (!node.isObject()) {
            return wrong(loc, "Input should be a valid dictionary", "dict_type");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            Object value = value(member.getValue(), element, Problem.below(loc, member.getKey()));
            if (value != null) {
                values.put(member.getKey(), value);
            }
        }
        return values;
    }

    private @Nullable Object list(JsonNode node, Type element, List<Object> loc) {
        if (!node.isArray()) {
            return wrong(loc, "Input should be a valid list", "list_type");
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = value(node.get(i), element, Problem.below(loc, i));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Object object(JsonNode node, Class<?> type, List<Object> loc) {
        if (!node.isObject()) {
            return wrong(loc, "Input should be a valid dictionary", "dict_type");
        }
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = field(node, components[i], loc);
        }
        ignored.note(node, KNOWN.get(type), loc);
        return problems.size() > before ? null : construct(type, components, values);
    }

    private @Nullable Object field(JsonNode object, RecordComponent component, List<Object> parent) {
        WireField field = WireField.of(component);
        List<Object> loc = Problem.below(parent, field.name());
        JsonNode given = object.get(field.name());
        if (given == null && field.required()) {
            return wrong(loc, "Field required" + misspelt(object, field.name(), component), "missing");
        }
        if (field.tellsAbsence() && (given == null || given.isNull())) {
            return given == null ? new Given.Absent<>() : new Given.Null<>();
        }
        if (given == null || given.isNull() && field.nullable()) {
            JsonNode absent = field.absent();
            return absent == null ? null : value(absent, field.type(), loc);
        }
        Object value = value(field.unified(given), field.type(), loc);
        Problem beyond = value == null ? null : field.beyond(value, loc);
        if (beyond != null) {
            add(beyond);
        }
        return value;
    }

    /// What to say when a name like that of a missing field was given.
    private static String misspelt(JsonNode object, String name, RecordComponent component) {
        Set<String> known = KNOWN.get(component.getDeclaringRecord());
        return object.propertyNames().stream().anyMatch(given -> !known.contains(given) && Spelling.alike(given, name))
                ? ": a field of a similar name was given, this one is written " + name
                : "";
    }

    private @Nullable Object wrong(List<Object> loc, String msg, String type) {
        add(new Problem(loc, msg, type));
        return null;
    }

    private void add(Problem problem) {
        problems.add(problem);
        if (problems.size() >= MAX_PROBLEMS) {
            throw new InvalidRequest(problems);
        }
    }

    private static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("could not build " + type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("could not build " + type, e);
        }
    }
}
