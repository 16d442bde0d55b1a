package dev.allotrope.source.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a connection takes from its source, and how. Without `bodyFields` the source finds out by itself which fields
/// hold the text; without `checkInterval` it is looked after as the settings of its customer say; without `link` the
/// source's own pages are linked.
public record SourceSettings(
        SourceScope scope,
        List<String> bodyFields,
        @Nullable Duration checkInterval,
        @Nullable LinkTemplate link) {
    public static final SourceSettings DEFAULT = new SourceSettings(SourceScope.ALL, List.of(), null, null);

    public SourceSettings {
        bodyFields = List.copyOf(bodyFields);
    }

    /// Whether a listing under `other` shows the same: all but the interval decides that.
    public boolean listsLike(SourceSettings other) {
        return withInterval(other.checkInterval).equals(other);
    }

    private SourceSettings withInterval(@Nullable Duration interval) {
        return new SourceSettings(scope, bodyFields, interval, link);
    }
}
