package dev.allotrope.salesforce.rest;

import dev.allotrope.source.Grant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Remembers what was learned about the org of each connection, and when. Safe for use by many threads.
public final class ByConnection<T> {
    /// The most connections remembered; the one that was learned of longest ago makes room.
    static final int MAX_REMEMBERED = 1_000;

    private final InstantSource clock;
    private final SequencedMap<String, Remembered<T>> remembered = new LinkedHashMap<>();

    private record Remembered<T>(T what, Instant at) {}

    public ByConnection(InstantSource clock) {
        this.clock = clock;
    }

    /// What is remembered, unless it is older than `life`.
    public synchronized Optional<T> believed(Grant grant, Duration life) {
        Instant oldest = clock.instant().minus(life);
        return Optional.ofNullable(remembered.get(key(grant)))
                .filter(entry -> entry.at().isAfter(oldest))
                .map(Remembered::what);
    }

    /// What is remembered, however old.
    public synchronized Optional<T> last(Grant grant) {
        return Optional.ofNullable(remembered.get(key(grant))).map(Remembered::what);
    }

    public synchronized void remember(Grant grant, T what) {
        remembered.remove(key(grant));
        remembered.put(key(grant), new Remembered<>(what, clock.instant()));
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.pollFirstEntry();
        }
    }

    public synchronized void forget(Grant grant) {
        remembered.remove(key(grant));
    }

    private static String key(Grant grant) {
        return grant.connection() + " " + grant.instance();
    }
}
