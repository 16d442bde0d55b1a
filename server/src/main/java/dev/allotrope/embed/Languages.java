package dev.allotrope.embed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The languages that a model understands well enough for its vectors to rank documents.
public record Languages(Set<String> tags) {
    /// Whatever a document is written in.
    public static final Languages ALL = new Languages(Set.of());

    private static final String EVERY = "all";

    public Languages {
        tags = Set.copyOf(tags);
    }

    /// `all`, or codes such as `en,de` with commas between them.
    public static Languages parse(String text) {
        Set<String> tags = Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Languages::normal)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return tags.contains(EVERY) ? ALL : new Languages(tags);
    }

    /// Whether `language` (`en_US`) is one of them, or a variant of one.
    public boolean know(String language) {
        String tag = normal(language);
        return tags.isEmpty() || tags.stream().anyMatch(known -> tag.equals(known) || tag.startsWith(known + "_"));
    }

    private static String normal(String tag) {
        return tag.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
