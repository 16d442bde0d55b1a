package dev.allotrope.tenant.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an organization set for its customers.
///
/// @param preferences hold for customers who have nothing of their own
/// @param sources by kind of source, or for all kinds under [#EVERY_KIND]
public record OrganizationSettings(Preferences preferences, Map<String, Source> sources) {
    /// Stands for the kinds that have no settings of their own.
    public static final String EVERY_KIND = "DEFAULT";

    public static final OrganizationSettings UNSET = new OrganizationSettings(Preferences.UNSET, Map.of());

    /// @param formats the only formats wanted; empty: all
    /// @param savedAs the format in which a source's own kinds of document are kept
    public record Source(List<String> formats, @Nullable String savedAs) {
        public static final Source UNSET = new Source(List.of(), null);

        public Source {
            formats = List.copyOf(formats);
        }
    }

    public OrganizationSettings {
        sources = Map.copyOf(sources);
    }

    /// Which formats are wanted of a kind of source.
    public Formats formats(String kind) {
        return Formats.of(sources.getOrDefault(kind, Source.UNSET), sources.getOrDefault(EVERY_KIND, Source.UNSET));
    }

    public OrganizationSettings with(Preferences changed) {
        return new OrganizationSettings(changed, sources);
    }

    /// One that says nothing is forgotten.
    public OrganizationSettings with(String kind, Source source) {
        Map<String, Source> changed = new TreeMap<>(sources);
        changed.put(kind, source);
        changed.values().removeIf(Source.UNSET::equals);
        return new OrganizationSettings(preferences, changed);
    }
}
