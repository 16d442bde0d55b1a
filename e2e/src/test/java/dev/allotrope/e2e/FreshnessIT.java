package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data source that is checked every so many minutes shows what the org publishes, edits and archives within that
/// time and ten seconds, though nobody asks and no auto-sync is on. A minute lasts a second here.
class FreshnessIT {
    private static final int MINUTES = 12;
    private static final Duration PROMISED = Duration.ofSeconds(MINUTES + 10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void what_is_published_edited_or_archived_follows_within_the_interval_and_ten_seconds(@TempDir Path folder) {
        try (World world = Story.world(folder, Map.of("ALLOTROPE_DEV_HOUR_SECONDS", "60"), "--articles", "4")) {
            create(world, "to-edit", "<p>The former wording speaks of a crimson turbine.</p>");
            create(world, "to-archive", "<p>Obsolete heron ballet needs forty lanterns.</p>");
            long source = world.connect(Map.of("salesforce_settings", Map.of("check_interval_minutes", MINUTES)));
            world.awaitSynced(source, Story.SYNC_LIMIT);
            Await.until(
                    "a check that finds nothing",
                    LIMIT,
                    () -> modes(world, source).contains("CHECK"));

            create(world, "fresh", "<p>Seventeen amber kites cross the lighthouse.</p>");
            follows("a new article", () -> Story.finds(world, "amber kites"));

            world.salesforce()
                    .article(
                            "to-edit",
                            "edit",
                            Map.of("html", "<p>The present wording speaks of an emerald windmill.</p>"));
            follows(
                    "an edited article",
                    () -> Story.finds(world, "emerald windmill") && !Story.finds(world, "crimson turbine"));

            world.salesforce().article("to-archive", "archive", Map.of());
            follows("an archived article", () -> !Story.finds(world, "heron ballet"));

            assertThat(world.searchable()).isEqualTo(world.published());
            assertThat(modes(world, source)).contains("DELTA", "FULL").endsWith("FIRST");
        }
    }

    private static void follows(String what, BooleanSupplier seen) {
        long begun = System.nanoTime();
        Await.until(what + " is seen", LIMIT, seen);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(what).isLessThanOrEqualTo(PROMISED);
    }

    private static void create(World world, String name, String html) {
        world.salesforce().create(Map.of("id", name, "title", "About " + name, "html", html));
    }

    /// What the runs were, newest first.
    private static List<String> modes(World world, long source) {
        return world.client().runs(source).stream()
                .map(run -> run.path("mode").asString())
                .toList();
    }
}
