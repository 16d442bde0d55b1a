package dev.allotrope.notify;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The body that carries a notice, character for character as receivers expect it: JSON with a text of JSON in it, a
/// blank after each colon and comma, in ASCII, every value a text. Signatures are made over exactly this.
final class Payload {
    static final String NONE = "null";

    private static final String BEFORE = "{\"payload\": ";
    private static final String COMPACT_BEFORE = "{\"payload\":";
    private static final char FIRST_PRINTABLE = ' ';
    private static final char LAST_PRINTABLE = '~';

    private Payload() {}

    /// @param customer the organization's own name of the customer, or [#NONE]
    static String body(Notice notice, String customer, Instant at) {
        String inner = "{\"webhook_type\": " + text(notice.event().name())
                + ", \"obj\": {\"object_type\": " + text(notice.event().kind().name())
                + ", \"object_id\": " + object(notice)
                + ", \"additional_information\": " + details(notice.details())
                + "}, \"customer_id\": " + text(customer)
                + ", \"timestamp\": " + text(Long.toString(at.getEpochSecond())) + "}";
        return BEFORE + text(inner) + "}";
    }

    /// The body as `JSON.stringify` writes it.
    static String compact(String body) {
        return COMPACT_BEFORE + body.substring(BEFORE.length());
    }

    /// What the notice is about, as it stands in the body: a text, or a list of texts.
    static String object(Notice notice) {
        List<String> ids = notice.ids();
        if (notice.event().kind() == Event.Kind.FILE_LIST) {
            return ids.stream().map(Payload::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return text(ids.isEmpty() ? NONE : ids.getFirst());
    }

    private static String details(Map<String, String> details) {
        if (details.isEmpty()) {
            return text(NONE);
        }
        StringBuilder object = new StringBuilder("{");
        for (Iterator<String> keys = details.keySet().stream().sorted().iterator(); keys.hasNext(); ) {
            String key = keys.next();
            object.append(text(key)).append(": ").append(text(details.getOrDefault(key, NONE)));
            object.append(keys.hasNext() ? ", " : "}");
        }
        return object.toString();
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
