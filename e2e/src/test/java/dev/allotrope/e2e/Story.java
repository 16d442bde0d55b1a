package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stories have in common: limits, and small orgs that sync in seconds.
final class Story {
    static final Duration SYNC_LIMIT = Duration.ofMinutes(4);

    /// Servers that live for seconds spend less on compiling themselves.
    static final Map<String, String> SHORT_LIVED =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private Story() {}

    /// A server and an org in a folder; the arguments are the simulator's.
    static World world(Path folder, String... org) {
        return world(folder, Map.of(), org);
    }

    /// The same with more settings of the server.
    static World world(Path folder, Map<String, String> settings, String... org) {
        Map<String, String> all = new HashMap<>(SHORT_LIVED);
        all.putAll(settings);
        return World.start(folder, List.of(org), Ports.free(), Ports.free(), all);
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
