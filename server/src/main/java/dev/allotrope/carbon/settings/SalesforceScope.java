package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.source.settings.SourceScope;
import java.util.List;

/// Which articles are taken; an empty list restricts nothing.
public record SalesforceScope(
        @Default("[]") List<String> languages,
        @Default("[]") List<SalesforceChannels> channels,
        @Default("[]") List<String> recordTypes,
        @Default("[]") List<SalesforceCategory> categories,
        @Default("[]") List<String> validationStatuses)
        implements WireRequest {
    /// The longest list.
    static final int MAX = 50;

    static SalesforceScope of(SourceScope scope) {
        return new SalesforceScope(
                scope.languages(),
                scope.channels().stream().map(SalesforceChannels::of).toList(),
                scope.recordTypes(),
                scope.categories().stream().map(SalesforceCategory::of).toList(),
                scope.validationStatuses());
    }

    SourceScope scope() {
        return new SourceScope(
                languages.stream().distinct().toList(),
                channels.stream().distinct().map(SalesforceChannels::channel).toList(),
                recordTypes.stream().distinct().toList(),
                categories.stream()
                        .map(SalesforceCategory::condition)
                        .distinct()
                        .toList(),
                validationStatuses.stream().distinct().toList());
    }
}
