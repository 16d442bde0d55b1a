package dev.allotrope.salesforce.rest;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;

/// Reading JSON as a stream, one element at a time. What is not of the expected shape ends in a
/// `StreamReadException`.
public final class JsonFields {
    private JsonFields() {}

    /// Calls `visit` for each field of the object that comes next, with the parser at the field's value.
    public static void each(JsonParser parser, BiConsumer<String, JsonParser> visit) {
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            visit.accept(name, parser);
        }
        expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }

    /// Calls `visit` for each element of the array that the parser stands at.
    public static void elements(JsonParser parser, Consumer<JsonNode> visit) {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visit.accept(parser.readValueAsTree());
        }
    }

    /// Calls `visit` for each element of the array under `name` in the object that comes next.
    public static void eachOf(JsonParser parser, String name, Consumer<JsonNode> visit) {
        boolean[] found = {false};
        each(parser, (field, at) -> {
            if (field.equals(name)) {
                found[0] = true;
                elements(at, visit);
            } else {
                at.skipChildren();
            }
        });
        if (!found[0]) {
            throw malformed(parser, "the field " + name + " is missing");
        }
    }

    public static StreamReadException malformed(JsonParser parser, String reason) {
        return new StreamReadException(parser, reason);
    }

    private static void expect(JsonParser parser, @Nullable JsonToken actual, JsonToken expected) {
        if (actual != expected) {
            throw malformed(parser, "expected " + expected);
        }
    }
}
