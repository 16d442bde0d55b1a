package dev.allotrope.carbon.description;

import dev.allotrope.carbon.wire.AnyOf;
import dev.allotrope.carbon.wire.Given;
import dev.allotrope.carbon.wire.WireEnum;
import dev.allotrope.carbon.wire.WireField;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Tags;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Describes the records of the wire as JSON schemas, each once and by its name.
final class WireSchemas {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Schema<?>> named = new TreeMap<>();
    private final Descriptions descriptions;

    WireSchemas(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    /// What was described so far, by name.
    Map<String, Schema<?>> named() {
        return named;
    }

    /// A reference to the schema of a record, or the schema itself of anything else.
    Schema<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && plain != Tags.class) {
            return record(plain);
        }
        if (plain.isEnum()) {
            return constants(plain);
        }
        return plain.isArray() ? typed("array").items(of(plain.getComponentType())) : simple(plain);
    }

    private Schema<?> generic(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        Type last = arguments[arguments.length - 1];
        if (type.getRawType() == Given.class) {
            return of(last);
        }
        if (type.getRawType() == AnyOf.class) {
            return new Schema<>(SpecVersion.V31).addAnyOfItem(of(arguments[0])).addAnyOfItem(of(last));
        }
        return type.getRawType() == List.class
                ? typed("array").items(of(last))
                : typed("object").additionalProperties(of(last));
    }

    private Schema<?> record(Class<?> type) {
        String name = type.getSimpleName();
        if (!named.containsKey(name)) {
            Schema<?> schema = typed("object").description(descriptions.type(name));
            named.put(name, schema);
            List<String> required = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                WireField field = WireField.of(component);
                schema.addProperty(field.name(), property(field).description(descriptions.field(name, field.name())));
                if (field.required() || !WireRequest.class.isAssignableFrom(type)) {
                    required.add(field.name());
                }
            }
            schema.setRequired(required);
        }
        return new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + name);
    }

    private Schema<?> property(WireField field) {
        Schema<?> value = of(field.type());
        limit(value, field.min(), field.size());
        if (field.oneOrMany()) {
            value = new Schema<>(SpecVersion.V31).addAnyOfItem(value.getItems()).addAnyOfItem(value);
        }
        if (field.nullable()) {
            // One list of alternatives, not one inside another.
            value = (value.getAnyOf() == null ? new Schema<>(SpecVersion.V31).addAnyOfItem(value) : value)
                    .addAnyOfItem(typed("null"));
        }
        JsonNode absent = field.absent();
        if (absent != null) {
            value.setDefault(JSON.treeToValue(absent, Object.class));
        }
        return value;
    }

    private static void limit(Schema<?> schema, @Nullable Min min, @Nullable Size size) {
        if (min != null) {
            schema.setMinimum(BigDecimal.valueOf(min.value()));
        }
        if (size == null) {
            return;
        }
        boolean list = schema.getItems() != null;
        if (size.max() < Integer.MAX_VALUE && list) {
            schema.setMaxItems(size.max());
        } else if (size.max() < Integer.MAX_VALUE && schema.getTypes().contains("object")) {
            schema.setMaxProperties(size.max());
        } else if (size.max() < Integer.MAX_VALUE) {
            schema.setMaxLength(size.max());
        }
        if (size.min() > 0 && !list) {
            schema.setMinLength(size.min());
        }
    }

    private Schema<?> constants(Class<?> type) {
        Schema<Object> schema = typed("string");
        schema.setEnum(new ArrayList<>(WireEnum.texts(type)));
        schema.setDescription(descriptions.type(type.getSimpleName()));
        named.put(type.getSimpleName(), schema);
        return new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + type.getSimpleName());
    }

    private static Schema<Object> simple(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> typed("integer");
            case "double", "Double", "float" -> typed("number");
            case "boolean", "Boolean" -> typed("boolean");
            case "String" -> typed("string");
            case "Tags", "TagFilter" -> typed("object");
            case "Instant" -> {
                Schema<Object> time = typed("string");
                time.setFormat("date-time");
                yield time;
            }
            case "JsonNode", "Object" -> new Schema<>(SpecVersion.V31);
            default -> throw new IllegalStateException("no field of the wire can be of " + type);
        };
    }

    private static Schema<Object> typed(String type) {
        Schema<Object> schema = new Schema<>(SpecVersion.V31);
        schema.setTypes(new LinkedHashSet<>(Set.of(type)));
        return schema;
    }
}
