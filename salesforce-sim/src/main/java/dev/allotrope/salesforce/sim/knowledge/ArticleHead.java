package dev.allotrope.salesforce.sim.knowledge;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One row of `Knowledge__ka`: an article as a whole, with the versions it has now.
public record ArticleHead(String id, String number, String masterLanguage, List<ArticleVersion> versions) {

    public ArticleHead {
        versions = List.copyOf(versions);
    }

    /// The newest version in the master language.
    public Optional<ArticleVersion> master() {
        return versions.stream()
                .filter(version -> version.language().equals(masterLanguage))
                .max(Comparator.comparingInt(ArticleVersion::versionNumber));
    }

    /// The latest of a kind of time over all versions.
    public Optional<Instant> latest(Function<Stamps, @Nullable Instant> time) {
        return versions.stream()
                .flatMap(version -> Optional.ofNullable(time.apply(version.stamps())).stream())
                .max(Comparator.naturalOrder());
    }

    public Optional<Instant> earliest(Function<Stamps, @Nullable Instant> time) {
        return versions.stream()
                .flatMap(version -> Optional.ofNullable(time.apply(version.stamps())).stream())
                .min(Comparator.naturalOrder());
    }
}
