package dev.allotrope.tenant.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which formats an organization wants of one kind of source, without regard to case; empty: all. The format of a
/// kind's own documents is the name of the kind.
///
/// @param ofDocuments the kind's own list: one for all kinds is written for files, and would keep out every document of
/// a kind that it does not know
/// @param ofFiles the kind's own list, or the one for all kinds
public record Formats(Set<String> ofDocuments, Set<String> ofFiles) {
    public static final Formats ALL = new Formats(Set.of(), Set.of());

    public Formats {
        ofDocuments = upperCase(ofDocuments);
        ofFiles = upperCase(ofFiles);
    }

    static Formats of(OrganizationSettings.Source own, OrganizationSettings.Source all) {
        Set<String> named = Set.copyOf(own.formats());
        return new Formats(named, named.isEmpty() ? Set.copyOf(all.formats()) : named);
    }

    /// Whether documents of the kind are wanted.
    public boolean takesDocuments(String kind) {
        return takes(ofDocuments, kind);
    }

    /// Whether files of a format are wanted.
    public boolean takesFiles(String format) {
        return takes(ofFiles, format);
    }

    private static boolean takes(Set<String> wanted, String format) {
        return wanted.isEmpty() || wanted.contains(format.toUpperCase(Locale.ROOT));
    }

    private static Set<String> upperCase(Collection<String> formats) {
        return formats.stream().map(format -> format.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
