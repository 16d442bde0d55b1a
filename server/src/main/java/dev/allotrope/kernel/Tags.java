package dev.allotrope.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Collections;

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

    /// These tags with `others` laid over them.
    public Tags with(Tags others) {
        SequencedMap<String, Value> merged = new LinkedHashMap<>(values);
        merged.putAll(others.values);
        return new Tags(merged);
    }

    /// These tags with the given single-text ones laid over them.
    public Tags with(Map<String, String> others) {
        SequencedMap<String, Value> merged = new LinkedHashMap<>(values);
        others.forEach((key, text) -> merged.put(key, new Value.One(text)));
        return new Tags(merged);
    }
}
