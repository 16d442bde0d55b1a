package dev.allotrope.bench.search;

import dev.allotrope.library.document.TagFilter;
import dev.allotrope.search.Query.Restriction;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Filters that admit a share of the documents, by a tag that each document has.
enum Selectivity {
    ALL("none", 1),
    HALF("50 %", 2),
    TENTH("10 %", 10),
    HUNDREDTH("1 %", 100);

    /// The value that is asked for; a document has it by chance.
    private static final String WANTED = "0";

    private final String label;
    private final int oneOf;

    Selectivity(String label, int oneOf) {
        this.label = label;
        this.oneOf = oneOf;
    }

    String label() {
        return label;
    }

    private String key() {
        return "one_of_" + oneOf;
    }

    /// As the index has it; null where everything is admitted.
    @Nullable
    String term() {
        return this == ALL ? null : key() + "\u001f" + WANTED;
    }

    /// The tags of one document, by chance.
    static Map<String, String> tags(SplittableRandom random) {
        Map<String, String> tags = new TreeMap<>();
        for (Selectivity share : values()) {
            if (share != ALL) {
                tags.put(share.key(), Integer.toString(random.nextInt(share.oneOf)));
            }
        }
        return tags;
    }

    Restriction restriction() {
        return this == ALL
                ? Restriction.NONE
                : new Restriction(null, new TagFilter.Is(key(), List.of(WANTED), false), null);
    }

    /// As a request has it.
    Map<String, String> tags() {
        return this == ALL ? Map.of() : Map.of(key(), WANTED);
    }
}
