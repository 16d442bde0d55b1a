package dev.allotrope.source;

import java.time.Instant;
import java.util.Comparator;

/// Which state of a remote document we speak of. `id` names the remote version and is used to fetch it; order is by
/// `number`, then by `publishedAt`: a document never goes back in it.
public record Revision(String id, long number, Instant publishedAt) implements Comparable<Revision> {
    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::number).thenComparing(Revision::publishedAt);

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }
}
