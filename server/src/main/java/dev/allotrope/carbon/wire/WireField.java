package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.Tags;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a record component says about its field on the wire.
public record WireField(RecordComponent component, String name, Type type) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public static WireField of(RecordComponent component) {
        return new WireField(component, snake(component.getName()), component.getGenericType());
    }

    /// The wire name of a component: `tagsV2` is `tags_v2`.
    static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    public boolean required() {
        return fallback() == null && !markedNullable() && !tellsAbsence();
    }

    /// Whether the field is [Given].
    public boolean tellsAbsence() {
        return type instanceof ParameterizedType generic && generic.getRawType() == Given.class;
    }

    public boolean nullable() {
        Default fallback = fallback();
        return fallback == null ? markedNullable() || tellsAbsence() : fallback.orNull();
    }

    public @Nullable Min min() {
        return component.getAccessor().getAnnotation(Min.class);
    }

    public @Nullable Size size() {
        return component.getAccessor().getAnnotation(Size.class);
    }

    public boolean oneOrMany() {
        return component.isAnnotationPresent(OneOrMany.class);
    }

    /// The value of the field when it is not given; null when there is none.
    public @Nullable JsonNode absent() {
        Default fallback = fallback();
        if (fallback == null) {
            return null;
        }
        boolean bare = type == String.class || type instanceof Class<?> plain && plain.isEnum();
        return bare ? JsonNodeFactory.instance.stringNode(fallback.value()) : JSON.readTree(fallback.value());
    }

    /// The given value as a list where one element may stand for one.
    JsonNode unified(JsonNode given) {
        return oneOrMany() && !given.isArray()
                ? JsonNodeFactory.instance.arrayNode().add(given)
                : given;
    }

    /// How a value of the right type breaks the limits; null when it does not.
    @Nullable
    Problem beyond(Object value, List<Object> loc) {
        Min min = min();
        if (min != null && number(value) < min.value()) {
            return new Problem(loc, "Input should be greater than or equal to " + min.value(), "greater_than_equal");
        }
        Size size = size();
        if (size == null) {
            return null;
        }
        return switch (value) {
            case String text -> length(text, size, loc);
            case float[] numbers -> count(numbers.length, size, loc);
            case Tags tags -> members(tags.values().size(), size, loc);
            default -> count(((List<?>) value).size(), size, loc);
        };
    }

    private static long number(Object value) {
        Object inner = value instanceof Given.Value<?>(Object given) ? given : value;
        return ((Number) inner).longValue();
    }

    private static @Nullable Problem length(String text, Size size, List<Object> loc) {
        int length = text.codePointCount(0, text.length());
        if (length < size.min()) {
            return new Problem(loc, "String should have at least " + size.min() + " character", "string_too_short");
        }
        if (length > size.max()) {
            return new Problem(loc, "String should have at most " + size.max() + " characters", "string_too_long");
        }
        return null;
    }

    private static @Nullable Problem count(int count, Size size, List<Object> loc) {
        if (count < size.min()) {
            return new Problem(loc, "List should have at least " + size.min() + " item after validation", "too_short");
        }
        if (count > size.max()) {
            return new Problem(loc, "List should have at most " + size.max() + " items after validation", "too_long");
        }
        return null;
    }

    private static @Nullable Problem members(int count, Size size, List<Object> loc) {
        return count <= size.max()
                ? null
                : new Problem(
                        loc, "Dictionary should have at most " + size.max() + " items after validation", "too_long");
    }

    private @Nullable Default fallback() {
        return component.getAnnotation(Default.class);
    }

    private boolean markedNullable() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
