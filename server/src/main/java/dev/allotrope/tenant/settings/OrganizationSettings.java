package dev.allotrope.tenant.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an organization set for its customers.
///
/// @param preferences hold for customers who have nothing of their own
/// @param sources by kind of source, or for all kinds under a name that is none
public record OrganizationSettings(Preferences preferences, Map<String, Source> sources) {
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
