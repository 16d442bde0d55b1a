package dev.allotrope.source.settings;

import java.util.List;

/// Which of the published documents a connection takes. An empty list restricts nothing; a document has to satisfy
/// every other list, by any one of its entries. Of `categories` those of one group stand for each other, and every
/// group that is named has to be satisfied.
public record SourceScope(
        List<String> languages,
        List<Channel> channels,
        List<String> recordTypes,
        List<Category> categories,
        List<String> validationStatuses) {
    /// Takes everything published.
    public static final SourceScope ALL = new SourceScope(List.of(), List.of(), List.of(), List.of(), List.of());

    /// For whom a document is visible at its source.
    public enum Channel {
        INTERNAL,
        CUSTOMER,
        PARTNER,
        PUBLIC
    }

    /// A category of a group, with those around it that `operator` adds.
    public record Category(String group, String category, Operator operator) {}

    /// Which categories are meant by one of them.
    public enum Operator {
        /// That one.
        AT,
        /// Those below it.
        BELOW,
        /// Those above it.
        ABOVE,
        /// That one, those above it and those below it.
        ABOVE_OR_BELOW
    }

    public SourceScope {
        languages = List.copyOf(languages);
        channels = List.copyOf(channels);
        recordTypes = List.copyOf(recordTypes);
        categories = List.copyOf(categories);
        validationStatuses = List.copyOf(validationStatuses);
    }
}
