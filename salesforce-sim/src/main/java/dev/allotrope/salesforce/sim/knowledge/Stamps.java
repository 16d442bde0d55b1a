package dev.allotrope.salesforce.sim.knowledge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The times of one version, whole seconds.
public record Stamps(
        Instant created,
        Instant lastModified,
        Instant systemModstamp,
        @Nullable Instant firstPublished,
        @Nullable Instant lastPublished,
        @Nullable Instant archived) {

    static Stamps created(Instant at) {
        return new Stamps(at, at, at, null, null, null);
    }

    /// A new draft of an article that was published before.
    Stamps drafted(Instant at) {
        return new Stamps(at, at, at, firstPublished, lastPublished, null);
    }

    Stamps saved(Instant at) {
        return new Stamps(created, at, at, firstPublished, lastPublished, archived);
    }

    Stamps touched(Instant at) {
        return new Stamps(created, lastModified, at, firstPublished, lastPublished, archived);
    }

    Stamps published(Instant at, boolean movesModstamp) {
        Instant first = firstPublished == null ? at : firstPublished;
        Instant moved = movesModstamp ? at : systemModstamp;
        return new Stamps(created, movesModstamp ? at : lastModified, moved, first, at, null);
    }

    Stamps archived(Instant at) {
        return new Stamps(created, lastModified, at, firstPublished, lastPublished, at);
    }
}
