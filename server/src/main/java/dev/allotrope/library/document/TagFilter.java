package dev.allotrope.library.document;

import java.util.List;

/// Which documents by their tags. Values compare as texts; a tag with a list matches when any of its texts does.
public sealed interface TagFilter {
    /// Every part matches; no parts match everything.
    record AllOf(List<TagFilter> parts) implements TagFilter {
        public AllOf {
            parts = List.copyOf(parts);
        }
    }

    /// At least one part matches.
    record AnyOf(List<TagFilter> parts) implements TagFilter {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    /// The tag `key` has one of `values`; with `negated`, it has none of them, which a missing tag satisfies.
    record Is(String key, List<String> values, boolean negated) implements TagFilter {
        public Is {
            values = List.copyOf(values);
        }
    }
}
