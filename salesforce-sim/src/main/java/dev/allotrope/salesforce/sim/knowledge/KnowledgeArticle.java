package dev.allotrope.salesforce.sim.knowledge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One article over its whole life: its versions in every language, oldest first. Guarded by the org's lock.
final class KnowledgeArticle {

    final String id;
    final String number;
    final String name;
    final String masterLanguage;
    private final Map<String, ArticleVersion> versions = new LinkedHashMap<>(4);
    /// The highest number that a draft of a language ever had.
    private final Map<String, Integer> numbers = new HashMap<>(2);

    KnowledgeArticle(String id, String number, String name, String masterLanguage) {
        this.id = id;
        this.number = number;
        this.name = name;
        this.masterLanguage = masterLanguage;
    }

    Collection<ArticleVersion> versions() {
        return versions.values();
    }

    List<String> languages() {
        return versions.values().stream()
                .map(ArticleVersion::language)
                .distinct()
                .toList();
    }

    void put(ArticleVersion version) {
        versions.put(version.id(), version);
    }

    void remove(ArticleVersion version) {
        versions.remove(version.id());
    }

    /// The newest version of a language in a state.
    Optional<ArticleVersion> find(String language, PublishStatus status) {
        return versions.values().stream()
                .filter(version -> version.language().equals(language) && version.status() == status)
                .reduce((older, newer) -> newer.versionNumber() > older.versionNumber() ? newer : older);
    }

    /// Each draft has a new number, also after drafts and versions of higher numbers are gone.
    int nextVersionNumber(String language) {
        return numbers.merge(language, 1, Integer::sum);
    }

    boolean isOnline() {
        return versions.values().stream().anyMatch(version -> version.status() == PublishStatus.ONLINE);
    }

    List<ArticleVersion> copyOfVersions() {
        return new ArrayList<>(versions.values());
    }
}
