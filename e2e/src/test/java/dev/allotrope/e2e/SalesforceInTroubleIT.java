package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Salesforce fails in the middle of a sync: nothing is removed, and the run goes on when it can or says why not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SalesforceInTroubleIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private World world;
    private long source;

    @BeforeAll
    void connect(@TempDir Path folder) {
        world = Story.world(folder, "--articles", "12", "--seed", "3");
        source = world.connect(Map.of());
        world.awaitSynced(source, Story.SYNC_LIMIT);
        assertThat(world.searchable()).isEqualTo(world.published());
    }

    /// No run of one test goes on in the next.
    @AfterEach
    void clear() {
        world.salesforce().clearFaults();
        world.client()
                .post("/integrations/items/sync/cancel", Map.of("data_source_id", source))
                .ok();
        world.awaitSynced(source, LIMIT);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unavailable_page",
                "server_unavailable",
                "bad_gateway_page",
                "truncated",
                "reset",
                "query_timeout",
                "expired_session",
                "concurrent_limit"
            })
    void a_query_that_fails_once_does_not_stop_the_run(String fault) {
        world.salesforce().fault(Map.of("fault", fault, "on", "query", "times", 1));
        world.syncAgain(source, LIMIT);
        assertThat(world.client().source(source).path("sync_status").asString()).isEqualTo("READY");
        assertThat(world.searchable()).isEqualTo(world.published());
    }

    @Test
    void an_org_that_stays_away_costs_no_article_and_the_next_run_works() {
        Set<String> before = world.searchable();
        world.salesforce().fault(Map.of("fault", "unavailable_page", "always", true));
        world.client()
                .post("/integrations/items/sync", Map.of("data_source_id", source))
                .ok();
        JsonNode run = awaitWaiting();
        assertThat(run.path("error").asString()).contains("something else than JSON");
        assertThat(run.path("retry_at").isNull()).isFalse();
        assertThat(world.searchable()).isEqualTo(before);
        world.salesforce().clearFaults();
        world.syncAgain(source, LIMIT);
        assertThat(world.searchable()).isEqualTo(world.published());
    }

    @Test
    void the_daily_limit_costs_no_article() {
        Set<String> before = world.searchable();
        world.salesforce().fault(Map.of("fault", "daily_limit", "on", "query", "always", true));
        world.client()
                .post("/integrations/items/sync", Map.of("data_source_id", source))
                .ok();
        JsonNode run = awaitWaiting();
        assertThat(run.path("error").asString()).contains("daily API requests are used up");
        assertThat(world.searchable()).isEqualTo(before);
        assertThat(world.client().count()).isEqualTo(before.size());
    }

    /// The newest run, once it met the fault and waits for better times.
    private JsonNode awaitWaiting() {
        return Await.value(
                "the run waits",
                LIMIT,
                () -> world.client().runs(source).stream()
                        .limit(1)
                        .filter(run -> run.path("status").asString().equals("WAITING"))
                        .findFirst());
    }

    @Test
    void sessions_that_end_are_renewed_without_anybody_noticing() {
        world.salesforce().expireSessions();
        world.syncAgain(source, LIMIT);
        assertThat(world.searchable()).isEqualTo(world.published());
    }
}
