package dev.allotrope.tenant.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which kinds of source are synced again and again without anybody asking. Kinds are known by their names.
public sealed interface AutoSync {
    /// No kind.
    AutoSync NONE = new Only(new TreeSet<>());
    /// Every kind, also those that are yet to come.
    AutoSync EVERYTHING = new Everything();

    boolean covers(String kind);

    record Everything() implements AutoSync {
        @Override
        public boolean covers(String kind) {
            return true;
        }
    }

    record Only(SortedSet<String> kinds) implements AutoSync {
        public Only {
            kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        }

        @Override
        public boolean covers(String kind) {
            return kinds.contains(kind);
        }
    }

    static AutoSync only(Collection<String> kinds) {
        return new Only(new TreeSet<>(kinds));
    }
}
