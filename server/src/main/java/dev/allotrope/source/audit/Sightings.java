package dev.allotrope.source.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the source has of the documents that were mentioned. `meant` is the external id of the version that was named
/// exactly, by its own id or name; null when all languages are meant.
public record Sightings(List<Sighting> all, @Nullable String meant) {
    public static final Sightings NONE = new Sightings(List.of(), null);

    public Sightings {
        all = List.copyOf(all);
    }

    /// The one of these versions of a document that tells most: the published, else a draft, else the archived.
    public static Optional<Sighting> best(List<Sighting> ofOneDocument) {
        return ofOneDocument.stream().min(Comparator.comparing(Sighting::state));
    }
}
