package dev.allotrope.notify.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The body that carries an event, character for character as receivers expect it: JSON with a text of JSON in it, a
/// blank after each colon and comma, in ASCII, every value a text. Signatures are made over exactly this.
///
/// @param type what happened
/// @param objectType what kind of thing it happened to
/// @param object which one, as JSON: see [#one] and [#several]
/// @param details what else is worth knowing, by name; empty when nothing is
public record Payload(String type, String objectType, String object, Map<String, String> details) {
    /// Stands where a text is missing.
    public static final String NONE = "null";

    private static final String BEFORE = "{\"payload\": ";
    private static final String COMPACT_BEFORE = "{\"payload\":";
    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    /// @param customer the organization's own name of the customer, or [#NONE]
    public String body(String customer, Instant at) {
        String inner = "{\"webhook_type\": " + text(type)
                + ", \"obj\": {\"object_type\": " + text(objectType)
                + ", \"object_id\": " + object
                + ", \"additional_information\": " + information()
                + "}, \"customer_id\": " + text(customer)
                + ", \"timestamp\": " + text(Long.toString(at.getEpochSecond())) + "}";
        return BEFORE + text(inner) + "}";
    }

    /// One thing as JSON.
    public static String one(String id) {
        return text(id);
    }

    /// Things as JSON.
    public static String several(List<String> ids) {
        return ids.stream().map(Payload::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A body as `JSON.stringify` writes it.
    static String compact(String body) {
        return COMPACT_BEFORE + body.substring(BEFORE.length());
    }

    private String information() {
        return details.isEmpty()
                ? text(NONE)
                : details.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(detail -> text(detail.getKey()) + ": " + text(detail.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        value.chars().forEach(c -> append(quoted, (char) c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, char c) {
        switch (c) {
            case '"', '\\' -> quoted.append('\\').append(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            default -> {
                if (c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE) {
                    quoted.append(c);
                } else {
                    quoted.append("\\u%04x".formatted((int) c));
                }
            }
        }
    }
}
