package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A customer who was enabled for it finds what the org publishes without anybody asking, also after `kill -9`. An hour
/// lasts a second here, so that a sync is due every three.
class AutoSyncIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void what_is_published_edited_and_archived_follows_by_itself(@TempDir Path folder) {
        try (World world = Story.world(folder, Map.of("ALLOTROPE_DEV_HOUR_SECONDS", "1"), "--articles", "4")) {
            create(world, "to-edit", "<p>The former wording speaks of a crimson turbine.</p>");
            create(world, "to-archive", "<p>Obsolete heron ballet needs forty lanterns.</p>");
            long source = world.connect(Map.of());
            world.awaitSynced(source, Story.SYNC_LIMIT);
            assertThat(triggers(world, source)).containsExactly("CONNECT");
            assertThat(autoSynced(world, source)).isFalse();

            world.client()
                    .post(
                            "/update_users",
                            Map.of(
                                    "customer_ids", List.of(World.CUSTOMER),
                                    "auto_sync_enabled_sources", List.of("SALESFORCE"),
                                    "auto_sync_interval", 3))
                    .ok();
            assertThat(autoSynced(world, source)).isTrue();
            create(world, "fresh", "<p>Seventeen amber kites cross the lighthouse.</p>");
            world.salesforce()
                    .article(
                            "to-edit",
                            "edit",
                            Map.of("html", "<p>The present wording speaks of an emerald windmill.</p>"));
            world.salesforce().article("to-archive", "archive", Map.of());

            follows(world, "amber kites", "emerald windmill");
            assertThat(Story.finds(world, "crimson turbine")).isFalse();
            assertThat(Story.finds(world, "heron ballet")).isFalse();
            assertThat(triggers(world, source)).startsWith("SCHEDULE").endsWith("CONNECT");
            assertThat(world.server().log()).contains("ALLOTROPE_DEV_HOUR_SECONDS is set");

            world.server().kill();
            create(world, "meanwhile", "<p>Vermilion otters polish nineteen trumpets.</p>");
            world.server().restart();

            follows(world, "Vermilion otters");
        }
    }

    private static void follows(World world, String... phrases) {
        Await.until(
                "what is published is found",
                LIMIT,
                () -> world.searchable().equals(world.published())
                        && List.of(phrases).stream().allMatch(phrase -> Story.finds(world, phrase)));
    }

    private static void create(World world, String name, String html) {
        world.salesforce().create(Map.of("id", name, "title", "About " + name, "html", html));
    }

    private static boolean autoSynced(World world, long source) {
        return world.client().source(source).path("enable_auto_sync").asBoolean();
    }

    /// Why there were runs, newest first.
    private static List<String> triggers(World world, long source) {
        return world.client().runs(source).stream()
                .map(run -> run.path("trigger").asString())
                .toList();
    }
}
