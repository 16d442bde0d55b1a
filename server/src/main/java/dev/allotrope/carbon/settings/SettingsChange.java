package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.Given;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.source.settings.SourceScope;
import java.util.List;
import java.util.Objects;

/// What becomes other than it is: what is absent stays, null is the default again.
record SettingsChange(
        Given<ScopeChange> scope,
        Given<List<String>> bodyFields,
        Given<Integer> checkIntervalMinutes,
        Given<String> articleUrlTemplate)
        implements WireRequest {
    /// The same for each list of the scope.
    record ScopeChange(
            Given<List<String>> languages,
            Given<List<SalesforceChannels>> channels,
            Given<List<String>> recordTypes,
            Given<List<SalesforceCategory>> categories,
            Given<List<String>> validationStatuses)
            implements WireRequest {
        SalesforceScope over(SalesforceScope before) {
            return new SalesforceScope(
                    list(languages, before.languages()),
                    list(channels, before.channels()),
                    list(recordTypes, before.recordTypes()),
                    list(categories, before.categories()),
                    list(validationStatuses, before.validationStatuses()));
        }
    }

    SalesforceSettings over(SalesforceSettings before) {
        SalesforceScope changed = switch (scope) {
            case Given.Absent<ScopeChange> _ -> before.scope();
            case Given.Null<ScopeChange> _ -> SalesforceScope.of(SourceScope.ALL);
            case Given.Value<ScopeChange>(ScopeChange change) -> change.over(before.scope());
        };
        return new SalesforceSettings(
                changed,
                list(bodyFields, before.bodyFields()),
                checkIntervalMinutes.over(before.checkIntervalMinutes()),
                articleUrlTemplate.over(before.articleUrlTemplate()));
    }

    private static <T> List<T> list(Given<List<T>> given, List<T> before) {
        return Objects.requireNonNullElse(given.over(before), List.of());
    }
}
