package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.Default;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.source.settings.LinkTemplate;
import dev.allotrope.source.settings.SourceSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The settings of a data source, whole: what is not given has its default. Without `body_fields` the fields that hold
/// text are found out, without `check_interval_minutes` the data source is checked as often as it is auto-synced,
/// without `article_url_template` articles are linked on the org's Lightning host.
public record SalesforceSettings(
        @Default("{}") SalesforceScope scope,
        @Default("[]") List<String> bodyFields,
        @Nullable Integer checkIntervalMinutes,
        @Nullable String articleUrlTemplate)
        implements WireRequest {
    static SalesforceSettings of(SourceSettings settings) {
        Optional<Duration> interval = Optional.ofNullable(settings.checkInterval());
        Optional<LinkTemplate> link = Optional.ofNullable(settings.link());
        return new SalesforceSettings(
                SalesforceScope.of(settings.scope()),
                settings.bodyFields(),
                interval.map(duration -> Math.toIntExact(duration.toMinutes())).orElse(null),
                link.map(LinkTemplate::text).orElse(null));
    }

    /// Those that stand as `salesforce_settings` in the object at `loc`; null when there are none.
    public static @Nullable SourceSettings checked(@Nullable SalesforceSettings given, Object... loc) {
        if (given == null) {
            return null;
        }
        Object[] full = Arrays.copyOf(loc, loc.length + 1);
        full[loc.length] = "salesforce_settings";
        return given.checked(full);
    }

    /// Throws [dev.allotrope.carbon.wire.InvalidRequest] with everything that is wrong; `loc` leads to this object.
    SourceSettings checked(Object... loc) {
        new SettingsCheck(loc).require(this);
        return new SourceSettings(
                scope.scope(),
                bodyFields.stream().distinct().toList(),
                Optional.ofNullable(checkIntervalMinutes)
                        .map(Duration::ofMinutes)
                        .orElse(null),
                Optional.ofNullable(articleUrlTemplate).map(LinkTemplate::new).orElse(null));
    }
}
