package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What stories have in common: limits, and small orgs that sync in seconds.
final class Story {
    static final Duration SYNC_LIMIT = Duration.ofMinutes(4);

    private Story() {}

    /// A server and an org in a folder; the arguments are the simulator's.
    static World world(Path folder, String... org) {
        return world(folder, Map.of(), org);
    }

    static World world(Path folder, Map<String, String> environment, String... org) {
        return World.start(folder, List.of(org), Ports.free(), Ports.free(), environment);
    }

    /// Whether a passage with this phrase comes up in a search for it, in either mode.
    static boolean finds(World world, String phrase) {
        return hits(world, phrase, true) || hits(world, phrase, false);
    }

    private static boolean hits(World world, String phrase, boolean hybrid) {
        return world.client()
                .post("/embeddings", Map.of("query", phrase, "k", 50, "hybrid_search", hybrid))
                .ok()
                .path("documents")
                .valueStream()
                .anyMatch(document -> document.path("content").asString("").contains(phrase)
                        || document.path("source").asString("").contains(phrase));
    }
}
