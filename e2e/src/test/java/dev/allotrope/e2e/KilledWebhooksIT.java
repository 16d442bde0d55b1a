package dev.allotrope.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` while deliveries wait for their first try, hang in one, and wait for the next one: none is lost, and each
/// arrives as it was written.
class KilledWebhooksIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PAGE = 250;
    private static final Map<String, String> SETTINGS = Map.of(
            "ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS", "true",
            // Tries enough for the slowest machine: none is given up before the receiver accepts.
            "ALLOTROPE_WEBHOOK_RETRY_DELAYS", "10s,10s,10s,10s,10s,10s,10s,10s,10s,10s");

    @Test
    void deliveries_survive_a_killed_server_in_every_state(@TempDir Path folder) {
        try (Receiver receiver = Receiver.open();
                World world = Story.world(folder, SETTINGS, "--articles", "6")) {
            receiver.turn(Receiver.Mood.HANGING);
            long webhook = world.client()
                    .post("/add_webhook", Map.of("url", receiver.url()))
                    .ok()
                    .path("id")
                    .asLong();
            long source = world.connect(Map.of("request_id", "survivor"));
            world.awaitSynced(source, Story.SYNC_LIMIT);
            Await.until("some hang in a try", LIMIT, () -> !receiver.came().isEmpty());

            List<JsonNode> waiting = log(world, webhook);
            assertThat(waiting)
                    .hasSizeGreaterThan(12)
                    .allMatch(each -> status(each).equals("PENDING"));
            world.server().kill();

            receiver.turn(Receiver.Mood.REFUSING);
            world.server().restart();
            Await.until(
                    "some wait for their second try while others were never tried",
                    LIMIT,
                    () -> log(world, webhook).stream()
                                    .anyMatch(each -> !each.path("attempts").isEmpty())
                            && log(world, webhook).stream()
                                    .anyMatch(each -> each.path("attempts").isEmpty()));
            world.server().kill();

            receiver.turn(Receiver.Mood.ACCEPTING);
            world.server().restart();
            Await.until("everything is delivered", LIMIT, () -> delivered(world, webhook));

            List<JsonNode> log = log(world, webhook);
            assertThat(bodies(log)).containsAll(bodies(waiting));
            assertThat(accepted(receiver)).containsAll(bodies(log));
            assertThat(signatures(receiver))
                    .as("signatures of each body")
                    .allSatisfy((body, each) -> assertThat(each).hasSize(1));
            assertThat(of(receiver, "FILE"))
                    .hasSize(6)
                    .allSatisfy((file, types) -> assertThat(types).containsExactly("FILE_SYNCING", "FILE_READY"));
            assertThat(of(receiver, "UPLOAD_REQUEST_ID").values())
                    .containsExactly(List.of("ALL_UPLOADED_FILES_QUEUED", "ALL_FILES_PROCESSED"));
        }
    }

    /// The last event is written when all others are done with.
    private static boolean delivered(World world, long webhook) {
        List<JsonNode> log = log(world, webhook);
        return log.stream().allMatch(each -> status(each).equals("DELIVERED"))
                && log.stream()
                        .anyMatch(each -> each.path("webhook_type").asString().equals("ALL_FILES_PROCESSED"));
    }

    private static List<JsonNode> log(World world, long webhook) {
        return world.client()
                .get("/webhooks/" + webhook + "/deliveries?limit=" + PAGE)
                .ok()
                .path("results")
                .valueStream()
                .toList();
    }

    private static String status(JsonNode delivery) {
        return delivery.path("status").asString();
    }

    private static List<String> bodies(List<JsonNode> log) {
        return log.stream().map(each -> each.path("body").asString()).toList();
    }

    private static List<String> accepted(Receiver receiver) {
        return receiver.came().stream()
                .filter(Receiver.Came::accepted)
                .map(Receiver.Came::body)
                .toList();
    }

    /// By body, the different signatures with which it came: one, since the time is part of them.
    private static Map<String, Set<String>> signatures(Receiver receiver) {
        return receiver.came().stream()
                .collect(groupingBy(
                        Receiver.Came::body, mapping(each -> each.signature() + " " + each.compact(), toSet())));
    }

    /// What was accepted about things of a kind, in order, each event once.
    private static Map<String, List<String>> of(Receiver receiver, String kind) {
        return accepted(receiver).stream()
                .distinct()
                .map(body -> Http.JSON.readTree(
                        Http.JSON.readTree(body).path("payload").asString()))
                .filter(event -> event.at("/obj/object_type").asString().equals(kind))
                .collect(groupingBy(
                        event -> event.at("/obj/object_id").asString(),
                        mapping(event -> event.path("webhook_type").asString(), toList())));
    }
}
