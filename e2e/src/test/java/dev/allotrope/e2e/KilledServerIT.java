package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` in the middle of a first listing, of processing, of a run that reads what changed, and of one that removes
/// what is gone: the next start ends where an undisturbed server ends.
class KilledServerIT {
    private static final Duration MOVE_LIMIT = Duration.ofMinutes(2);
    private static final String[] ORG = {"--articles", "24", "--seed", "7"};
    /// A minute lasts a second.
    private static final Map<String, String> FAST = Map.of("ALLOTROPE_DEV_HOUR_SECONDS", "60");

    @Test
    void a_server_killed_in_each_kind_of_work_ends_as_an_undisturbed_one(@TempDir Path disturbed, @TempDir Path calm) {
        List<Map<String, String>> expected = undisturbed(calm);
        try (World world = Story.world(disturbed, FAST, ORG)) {
            prepare(world);
            // Holds the listing open, so that the kill comes in the middle of it.
            slowQueries(world, 1);
            long source = world.connect(Map.of());
            Await.until(
                    "the listing has begun",
                    MOVE_LIMIT,
                    () -> world.salesforce().calls("query") > 0);
            killAndRestart(world);
            Await.until(
                    "some files are embedded and not yet indexed",
                    MOVE_LIMIT,
                    () -> world.client().count("READY", "SYNCING") > 5
                            && world.client().latest("SYNCING", "READY").stream()
                                    .anyMatch(CarbonClient.File::embedded));
            killAndRestart(world);
            world.awaitSynced(source, Story.SYNC_LIMIT);
            assertThat(passages(world)).isEqualTo(expected.getFirst());

            watch(world, source);
            slowQueries(world, 1_000);
            change(world);
            awaitUnfinished(world, source, "DELTA");
            killAndRestart(world);
            awaitUnfinished(world, source, "FULL");
            killAndRestart(world);
            world.salesforce().clearFaults();
            awaitFollowed(world, source);

            assertThat(passages(world)).isEqualTo(expected.getLast());
            assertThat(world.client().sources()).hasSize(1);
        }
    }

    /// The passages after the first sync, and after the changes.
    private static List<Map<String, String>> undisturbed(Path folder) {
        try (World world = Story.world(folder, FAST, ORG)) {
            prepare(world);
            long source = world.connect(Map.of());
            world.awaitSynced(source, Story.SYNC_LIMIT);
            Map<String, String> first = passages(world);
            watch(world, source);
            change(world);
            awaitFollowed(world, source);
            return List.of(first, passages(world));
        }
    }

    private static void prepare(World world) {
        create(world, "to-edit", "<p>The former wording speaks of a crimson turbine.</p>");
        create(world, "to-archive", "<p>Obsolete heron ballet needs forty lanterns.</p>");
    }

    private static void change(World world) {
        world.salesforce()
                .article(
                        "to-edit", "edit", Map.of("html", "<p>The present wording speaks of an emerald windmill.</p>"));
        create(world, "fresh", "<p>Seventeen amber kites cross the lighthouse.</p>");
        world.salesforce().article("to-archive", "archive", Map.of());
    }

    private static void create(World world, String name, String html) {
        world.salesforce().create(Map.of("id", name, "title", "About " + name, "html", html));
    }

    private static void slowQueries(World world, int times) {
        world.salesforce().fault(Map.of("fault", "slow", "on", "query", "delay_ms", 3_000, "times", times));
    }

    private static void watch(World world, long source) {
        world.client()
                .patch("/data_sources/" + source + "/settings", Map.of("check_interval_minutes", 6))
                .ok();
        // The first check of a connection that was not watched reads everything.
        Await.until("a check that finds nothing", MOVE_LIMIT, () -> quiet(world, source));
    }

    private static void killAndRestart(World world) {
        world.server().kill();
        world.server().restart();
    }

    private static void awaitUnfinished(World world, long source, String mode) {
        Await.until(
                "a run " + mode + " is under way",
                MOVE_LIMIT,
                () -> world.client().runs(source).stream()
                        .anyMatch(run -> run.path("mode").asString().equals(mode)
                                && run.path("status").asString().equals("RUNNING")));
    }

    /// Until a check finds that everything is as the org has it.
    private static void awaitFollowed(World world, long source) {
        Await.until(
                "what changed has followed",
                MOVE_LIMIT,
                () -> world.searchable().equals(world.published()) && quiet(world, source));
        world.awaitSynced(source, Story.SYNC_LIMIT);
        assertThat(Story.finds(world, "emerald windmill")).isTrue();
        assertThat(Story.finds(world, "crimson turbine")).isFalse();
        assertThat(Story.finds(world, "heron ballet")).isFalse();
    }

    /// Whether the latest run is a check that found nothing.
    private static boolean quiet(World world, long source) {
        JsonNode latest = world.client().runs(source).getFirst();
        return latest.path("mode").asString().equals("CHECK")
                && latest.path("status").asString().equals("COMPLETED");
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
