package dev.allotrope.salesforce.article;

import dev.allotrope.source.settings.SourceScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A scope as a filter: as SOQL, and for one row that was read.
public final class ScopeFilter {
    static final String VALIDATION_STATUS = "ValidationStatus";

    private ScopeFilter() {}

    /// What follows a WHERE clause, ` AND …` or nothing.
    public static String where(SourceScope scope) {
        return Stream.of(
                        among("Language", scope.languages()),
                        channels(scope.channels()),
                        among(ArticleRow.RECORD_TYPE, scope.recordTypes()),
                        among(VALIDATION_STATUS, scope.validationStatuses()))
                .flatMap(Optional::stream)
                .map(condition -> " AND " + condition)
                .collect(Collectors.joining());
    }

    /// The clause between WHERE and ORDER BY, ` WITH DATA CATEGORY …` or nothing. Names need `__c` there.
    public static String with(SourceScope scope) {
        Map<String, List<SourceScope.Category>> groups = new LinkedHashMap<>();
        scope.categories()
                .forEach(category -> groups.computeIfAbsent(category.group(), _ -> new ArrayList<>())
                        .add(category));
        String conditions = groups.values().stream().map(ScopeFilter::condition).collect(Collectors.joining(" AND "));
        return conditions.isEmpty() ? "" : " WITH DATA CATEGORY " + conditions;
    }

    /// The first list of the scope that a row does not satisfy, in words; empty when it satisfies all that the row
    /// alone can tell. Of categories only the query knows which lie above and below.
    public static Optional<String> failing(SourceScope scope, ArticleRow row) {
        return Stream.of(
                        lacking("languages", scope.languages(), row.text("Language")),
                        scope.channels().isEmpty()
                                        || scope.channels().stream().anyMatch(channel -> row.flag(flag(channel)))
                                ? Optional.<String>empty()
                                : Optional.of("channels"),
                        lacking("record types", scope.recordTypes(), row.text(ArticleRow.RECORD_TYPE)),
                        lacking("validation statuses", scope.validationStatuses(), row.text(VALIDATION_STATUS)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static String flag(SourceScope.Channel channel) {
        return switch (channel) {
            case INTERNAL -> "IsVisibleInApp";
            case CUSTOMER -> "IsVisibleInCsp";
            case PARTNER -> "IsVisibleInPrm";
            case PUBLIC -> "IsVisibleInPkb";
        };
    }

    private static Optional<String> lacking(String list, List<String> wanted, String actual) {
        return wanted.isEmpty() || wanted.contains(actual) ? Optional.empty() : Optional.of(list);
    }

    private static Optional<String> among(String field, List<String> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        field + " IN (" + values.stream().map(Soql::quoted).collect(Collectors.joining(",")) + ")");
    }

    private static Optional<String> channels(List<SourceScope.Channel> channels) {
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(channels.stream()
                        .map(channel -> flag(channel) + " = true")
                        .collect(Collectors.joining(" OR ", "(", ")")));
    }

    private static String condition(List<SourceScope.Category> ofGroup) {
        SourceScope.Category first = ofGroup.getFirst();
        String names =
                ofGroup.stream().map(category -> category.category() + "__c").collect(Collectors.joining(", "));
        return first.group() + "__c " + first.operator() + " " + (ofGroup.size() == 1 ? names : "(" + names + ")");
    }
}
