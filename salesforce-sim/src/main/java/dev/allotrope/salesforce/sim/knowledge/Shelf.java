package dev.allotrope.salesforce.sim.knowledge;

import dev.allotrope.salesforce.sim.category.Categories;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The versions outside the Recycle Bin, by id and by the files on them, and what was ever used to class them.
/// Guarded by the org's lock.
final class Shelf {

    private final TreeMap<String, ArticleVersion> rows = new TreeMap<>();
    private final Map<String, Set<String>> rowsByFile = new HashMap<>();
    private final Set<CategorySelection> learned = new HashSet<>();
    private final Set<String> languages = new TreeSet<>();
    private final Set<String> recordTypes = new TreeSet<>();
    private final Set<String> validationStatuses = new TreeSet<>(Set.of("Not Validated", "Validated"));
    private final Categories categories;

    Shelf(Categories categories) {
        this.categories = categories;
    }

    /// Puts a version in the place of the one with its id.
    void put(ArticleVersion version) {
        ArticleVersion before = rows.put(version.id(), version);
        if (before != null) {
            unfile(before);
        }
        version.content()
                .attachments()
                .forEach(each -> rowsByFile
                        .computeIfAbsent(each.documentId(), id -> new TreeSet<>())
                        .add(version.id()));
        languages.add(version.language());
        Optional.ofNullable(version.content().labels().recordType()).ifPresent(recordTypes::add);
        validationStatuses.add(version.content().labels().validationStatus());
        version.content().labels().categories().stream().filter(learned::add).forEach(this::learn);
    }

    void remove(ArticleVersion version) {
        rows.remove(version.id());
        unfile(version);
    }

    /// A copy, in the order of ids.
    List<ArticleVersion> all() {
        return new ArrayList<>(rows.values());
    }

    Optional<ArticleVersion> find(String versionId) {
        return Optional.ofNullable(rows.get(versionId));
    }

    List<ArticleVersion> withFile(String documentId) {
        return rowsByFile.getOrDefault(documentId, Set.of()).stream()
                .flatMap(id -> find(id).stream())
                .toList();
    }

    Set<String> languages() {
        return languages;
    }

    Set<String> recordTypes() {
        return recordTypes;
    }

    Set<String> validationStatuses() {
        return validationStatuses;
    }

    private void unfile(ArticleVersion version) {
        version.content()
                .attachments()
                .forEach(each ->
                        rowsByFile.getOrDefault(each.documentId(), Set.of()).remove(version.id()));
    }

    private void learn(CategorySelection selection) {
        categories.learn(
                Categories.Label.of(selection.group()),
                selection.path().stream().map(Categories.Label::of).toList());
    }
}
