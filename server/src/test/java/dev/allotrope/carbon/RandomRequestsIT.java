package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Requests that nobody would send, made from the server's own description: none is answered with an error of ours,
/// with a trace of its insides, or with anything of another tenant's. `-Dseed=` asks the same again.
class RandomRequestsIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of("ALLOTROPE_RATE_LIMITS", "off"));

    private static final int FEW = 400;
    private static final int MANY = 20_000;

    /// What is not supported, and what is not there just now.
    private static final Set<Integer> EXPECTED = Set.of(501, 503);

    private static final Pattern INSIDES = Pattern.compile(
            "\\tat |\\bat dev\\.allotrope|Exception|org\\.springframework|org\\.postgresql|\\bSELECT \\*|ERROR: ");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    @Test
    void a_few_random_requests() {
        ask(FEW);
    }

    @Test
    @Tag("slow")
    void many_random_requests() {
        ask(MANY);
    }

    private record Route(String path, String method, JsonNode operation) {}

    private static void ask(int requests) {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        MatrixOwner victim = new MatrixOwner(server);
        MatrixOwner stranger = new MatrixOwner(server);
        List<String> foreign = List.of(victim.fill("<file> <source> <run>").split(" "));
        String state = victim.state();
        JsonNode description = server.get("/openapi.json").json();
        RandomBodies bodies = new RandomBodies(random, description.at("/components/schemas"), foreign);
        List<Route> routes = routes(description);
        for (int request = 0; request < requests; request++) {
            Route route = routes.get(random.nextInt(routes.size()));
            String address = address(route, bodies, random);
            String body = route.operation().has("requestBody")
                    ? bodies.body(route.operation().at("/requestBody/content/application~1json/schema"))
                    : "";

            CarbonServer.Reply reply = server.send(request(stranger, address, random)
                    .method(route.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

            String what = "seed %d, request %d: %s %s %s\n%s"
                    .formatted(
                            seed,
                            request,
                            route.method(),
                            address,
                            start(body),
                            start(reply.response().body()));
            assertThat(reply.status() < 500 || EXPECTED.contains(reply.status()))
                    .as(what)
                    .isTrue();
            assertThat(reply.response().body())
                    .as(what)
                    .doesNotContain(victim.canary)
                    .doesNotContainPattern(INSIDES);
        }
        assertThat(victim.state()).as("seed %d", seed).isEqualTo(state);
    }

    private static HttpRequest.Builder request(MatrixOwner caller, String address, Random random) {
        HttpRequest.Builder request =
                server.request(address, "authorization", "Bearer " + caller.key, "customer-id", caller.customer);
        return switch (random.nextInt(8)) {
            case 0 -> request.header("content-type", "text/plain");
            case 1 -> request.header("content-type", "multipart/form-data; boundary=x");
            case 2 -> request.header("content-type", "nonsense");
            default -> request.header("content-type", "application/json");
        };
    }

    private static List<Route> routes(JsonNode description) {
        List<Route> routes = new ArrayList<>();
        description
                .at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> routes.add(new Route(
                                path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue()))));
        return routes;
    }

    private static String address(Route route, RandomBodies bodies, Random random) {
        String path = VARIABLE.matcher(route.path()).replaceAll(variable -> encoded(bodies.id()));
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : route.operation().path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextInt(3) > 0) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.path("name").asString())
                        .append('=')
                        .append(encoded(bodies.id()));
            }
        }
        return path + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String start(String text) {
        return text.substring(0, Math.min(600, text.length()));
    }
}
