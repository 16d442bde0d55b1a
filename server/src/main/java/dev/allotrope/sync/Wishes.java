package dev.allotrope.sync;

import dev.allotrope.source.Item;
import dev.allotrope.source.Source;
import dev.allotrope.source.Source.Named;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a run was asked for: ids as somebody wrote them, and what each of them names.
record Wishes(SequencedMap<String, Named> named) {
    static final String OUTSIDE = "outside the scope that is set for the data source: ";
    static final String ABSENT = "not published, or not visible to the connected user";
    static final String NO_ID = "no id that something published could have";

    static Wishes of(Source source, List<String> ids) {
        SequencedMap<String, Named> named = new LinkedHashMap<>();
        ids.forEach(id -> named.put(id, source.named(id)));
        return new Wishes(named);
    }

    List<String> ids() {
        return List.copyOf(named.keySet());
    }

    /// What is wanted in every language.
    List<String> families() {
        return named.values().stream()
                .flatMap(each -> each instanceof Named.Family family
                        ? Optional.of(family.id()).stream()
                        : Optional.<String>empty().stream())
                .distinct()
                .toList();
    }

    /// The ids of which nothing was found, as they were written.
    List<String> missing(List<Item> found) {
        Set<String> there = keys(Stages.ids(found));
        return named.entrySet().stream()
                .filter(each -> !there.contains(key(each.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The external ids of what was not found: what was named by itself, and what we know of the families.
    Set<String> absent(List<Item> found, Collection<String> ofFamilies) {
        Set<String> absent = new LinkedHashSet<>(ofFamilies);
        named.values().forEach(each -> {
            if (each instanceof Named.One one) {
                absent.add(one.externalId());
            }
        });
        Stages.ids(found).forEach(absent::remove);
        return absent;
    }

    /// Why each of these ids became nothing.
    List<SyncRun.Skipped> skipped(List<String> missing, Map<String, String> outside) {
        Map<String, String> reasons = new LinkedHashMap<>();
        outside.forEach((externalId, list) ->
                keys(List.of(externalId)).forEach(key -> reasons.putIfAbsent(key, OUTSIDE + list)));
        return missing.stream()
                .map(id -> new SyncRun.Skipped(id, reason(Objects.requireNonNull(named.get(id)), reasons)))
                .toList();
    }

    /// Why an item became nothing that was found before.
    static SyncRun.Skipped skipped(String externalId, Map<String, String> outside) {
        String list = outside.get(externalId);
        return new SyncRun.Skipped(externalId, list == null ? ABSENT : OUTSIDE + list);
    }

    private static String reason(Named named, Map<String, String> reasons) {
        return named instanceof Named.Nothing ? NO_ID : reasons.getOrDefault(key(named), ABSENT);
    }

    /// By what something with one of these external ids may have been named.
    private static Set<String> keys(List<String> externalIds) {
        Set<String> keys = new HashSet<>(externalIds);
        externalIds.forEach(id -> keys.add(id.substring(0, id.indexOf(':') + 1)));
        keys.remove("");
        return keys;
    }

    private static String key(Named named) {
        return switch (named) {
            case Named.One one -> one.externalId();
            case Named.Family family -> family.id() + ":";
            case Named.Nothing _ -> "";
        };
    }
}
