package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` at two points of a first sync: the next start ends where an undisturbed run ends.
class KilledServerIT {
    private static final Duration MOVE_LIMIT = Duration.ofMinutes(2);
    private static final String[] ORG = {"--articles", "24", "--seed", "7"};

    @Test
    void a_first_sync_killed_while_listing_and_while_processing_ends_as_an_undisturbed_one(
            @TempDir Path disturbed, @TempDir Path calm) {
        Map<String, String> expected = undisturbed(calm);
        try (World world = Story.world(disturbed, ORG)) {
            // Holds the listing open, so that the kill comes in the middle of it.
            world.salesforce().fault(Map.of("fault", "slow", "on", "query", "delay_ms", 3_000, "times", 1));
            long source = world.connect(Map.of());
            Await.until(
                    "the listing has begun",
                    MOVE_LIMIT,
                    () -> world.salesforce().calls("query") > 0);
            world.server().kill();
            world.server().restart();

            Await.until(
                    "some files are embedded",
                    MOVE_LIMIT,
                    () -> world.client().count("READY", "SYNCING") > 5
                            && world.client().latest("SYNCING", "READY").stream()
                                    .anyMatch(CarbonClient.File::embedded));
            world.server().kill();
            world.server().restart();

            world.awaitSynced(source, Story.SYNC_LIMIT);
            assertThat(world.searchable()).isEqualTo(world.published());
            assertThat(passages(world)).isEqualTo(expected);
            assertThat(world.client().sources()).hasSize(1);
        }
    }

    private static Map<String, String> undisturbed(Path folder) {
        try (World world = Story.world(folder, ORG)) {
            long source = world.connect(Map.of());
            world.awaitSynced(source, Story.SYNC_LIMIT);
            return passages(world);
        }
    }

    /// Every passage by article and place, with its text and its score for one query: equal only if texts and vectors
    /// are.
    private static Map<String, String> passages(World world) {
        Map<String, String> all = new TreeMap<>();
        Map<String, ?> everything = Map.of("query", "settings", "k", 10_000, "include_file_level_metadata", true);
        for (JsonNode passage :
                world.client().post("/embeddings", everything).ok().path("documents")) {
            String place =
                    passage.path("content_metadata").path("external_file_id").asString() + " "
                            + passage.path("chunk_index").asInt();
            all.put(place, "%.5f %s".formatted(passage.path("score").asDouble(), passage.path("content")));
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(world.published().size());
        return all;
    }
}
