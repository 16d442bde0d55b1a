package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.source.settings.SourceScope;

/// A data category of a group, both by their API names, with or without `__c`.
public record SalesforceCategory(
        String group,
        String category,
        @Default("ABOVE_OR_BELOW") CategoryOperators operator) implements WireRequest {
    private static final String SUFFIX = "__c";

    static SalesforceCategory of(SourceScope.Category category) {
        return new SalesforceCategory(category.group(), category.category(), CategoryOperators.of(category.operator()));
    }

    SourceScope.Category condition() {
        return new SourceScope.Category(name(group), name(category), operator.operator());
    }

    private static String name(String given) {
        return given.endsWith(SUFFIX) ? given.substring(0, given.length() - SUFFIX.length()) : given;
    }
}
