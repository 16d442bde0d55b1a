package dev.allotrope.kernel;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Labels of a document or connection: each key has one text or a list of texts.
public record Tags(SequencedMap<String, Value> values) {
    public static final Tags NONE = new Tags(new LinkedHashMap<>());

    /// One text or several; the difference survives a round trip.
    public sealed interface Value {
        record One(String text) implements Value {}

        record Many(List<String> texts) implements Value {
            public Many {
                texts = List.copyOf(texts);
            }
        }

        /// The texts, whichever form.
        default List<String> all() {
            return switch (this) {
                case One one -> List.of(one.text());
                case Many many -> many.texts();
            };
        }
    }

    public Tags {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// Tags from plain values: lists become several texts, null drops the key, everything else becomes its text.
    public static Tags of(Map<String, ? extends @Nullable Object> plain) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        plain.forEach((key, value) -> {
            if (value instanceof Collection<?> several) {
                values.put(
                        key,
                        new Value.Many(several.stream().map(String::valueOf).toList()));
            } else if (value != null) {
                values.put(key, new Value.One(value.toString()));
            }
        });
        return new Tags(values);
    }

    /// The inverse of [#of]: texts and lists of texts by key.
    public Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((key, value) -> plain.put(
                key,
                switch (value) {
                    case Value.One one -> one.text();
                    case Value.Many many -> many.texts();
                }));
        return plain;
    }

    /// These tags with `others` laid over them.
    public Tags with(Tags others) {
        SequencedMap<String, Value> merged = new LinkedHashMap<>(values);
        merged.putAll(others.values);
        return new Tags(merged);
    }
}
