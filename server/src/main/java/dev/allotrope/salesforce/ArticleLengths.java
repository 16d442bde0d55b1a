package dev.allotrope.salesforce;

import dev.allotrope.source.Grant;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// Remembers how long the articles of a connection are, so that the first batch of a fetch has the right size. Safe for
/// use by many threads.
final class ArticleLengths {
    /// The most connections remembered; the one that was not fetched from for longest makes room.
    static final int MAX_REMEMBERED = 1_000;

    private final SequencedMap<String, Long> bytes = new LinkedHashMap<>();

    /// The bytes of JSON that an article takes on average, empty before the first fetch.
    synchronized OptionalLong of(Grant grant) {
        Long known = bytes.get(key(grant));
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    synchronized void learn(Grant grant, long bytesEach) {
        bytes.remove(key(grant));
        bytes.put(key(grant), bytesEach);
        if (bytes.size() > MAX_REMEMBERED) {
            bytes.pollFirstEntry();
        }
    }

    private static String key(Grant grant) {
        return grant.connection() + " " + grant.instance();
    }
}
