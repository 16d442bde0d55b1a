package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.AccessTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Requests that nobody would send, made from the server's own description: none is answered with an error of
/// ours, with a trace of its insides, or with anything of another tenant's; and what is wrong with one that is
/// nearly right is named. `-Dseed=` asks the same again.
class RandomRequestsIT {
    @RegisterExtension
    static final CarbonServer server = new CarbonServer(Map.of("ALLOTROPE_RATE_LIMITS", "off"));

    private static final int FEW = 400;
    private static final int MANY = 20_000;

    /// Fewer than there are ways for fields to be wrong.
    private static final int LEAST = 1_500;

    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    /// Who asks: none of them may see or change anything of the victim's.
    private enum Caller {
        /// Another organization, for one of its customers.
        ORGANIZATION_FOR_CUSTOMER,
        /// Another organization, for itself.
        ORGANIZATION,
        /// A customer of another organization, from a browser.
        CUSTOMER,
        /// Another customer of the victim's organization, from a browser.
        FELLOW,
        NOBODY
    }

    @Test
    void a_few_random_requests() {
        ask(FEW, seed());
    }

    @Test
    @Tag("slow")
    void many_random_requests() {
        ask(MANY, seed());
    }

    @Test
    void every_field_that_is_wrong_is_named_in_every_way_to_be_wrong() {
        JsonNode description = published();
        MatrixOwner owner = new MatrixOwner(server);
        String state = owner.state();
        List<Optional<String>> asked = withBody(description).stream()
                .flatMap(route -> WrongFields.every(bodyOf(route), schemas(description)).stream()
                        .map(body -> unnamed(owner, route, body)))
                .toList();
        assertThat(asked.stream().flatMap(Optional::stream)).isEmpty();
        assertThat(asked).hasSizeGreaterThan(LEAST);
        assertThat(owner.state()).isEqualTo(state);
    }

    @Test
    void every_number_of_an_address_that_is_none_is_named() {
        MatrixOwner owner = new MatrixOwner(server);
        String state = owner.state();
        List<Optional<String>> asked = routes(published()).stream()
                .flatMap(route -> route.operation()
                        .path("parameters")
                        .valueStream()
                        .filter(parameter ->
                                parameter.at("/schema/type").asString().equals("integer"))
                        .flatMap(parameter -> Stream.of("x", "1.5", "9223372036854775808")
                                .map(wrong -> unnamed(owner, route, parameter, wrong))))
                .toList();
        assertThat(asked.stream().flatMap(Optional::stream)).isEmpty();
        assertThat(asked).hasSizeGreaterThan(60);
        assertThat(owner.state()).isEqualTo(state);
    }

    private static Optional<String> unnamed(MatrixOwner owner, Route route, JsonNode parameter, String wrong) {
        String in = parameter.path("in").asString();
        String name = parameter.path("name").asString();
        String path = in.equals("path") ? route.path().replace("{" + name + "}", wrong) : route.path();
        String address = VARIABLE.matcher(path).replaceAll("1") + (in.equals("query") ? "?" + name + "=" + wrong : "");
        JsonNode shown = JsonNodeFactory.instance.stringNode(wrong);
        return unnamed(owner, route, address, new WrongFields.Body("{}", List.of(in, name), shown));
    }

    /// With some of what may stand beside it.
    @Test
    @Tag("slow")
    void each_of_many_fields_that_are_wrong_is_named() {
        long seed = seed();
        Random random = new Random(seed);
        JsonNode description = published();
        MatrixOwner owner = new MatrixOwner(server);
        String state = owner.state();
        List<Route> routes = withBody(description);
        for (int request = 0; request < MANY; request++) {
            Route route = routes.get(random.nextInt(routes.size()));
            WrongFields.Body body = WrongFields.any(bodyOf(route), schemas(description), random);
            assertThat(unnamed(owner, route, body))
                    .as("seed %d, request %d", seed, request)
                    .isEmpty();
        }
        assertThat(owner.state()).as("seed %d", seed).isEqualTo(state);
    }

    /// What the description promises to refuse is refused, with the place of it and of nothing that is above it. The
    /// description is the one that is published, so that a check cannot vanish from both. Empty when that is so.
    private static Optional<String> unnamed(MatrixOwner owner, Route route, WrongFields.Body body) {
        return unnamed(owner, route, VARIABLE.matcher(route.path()).replaceAll("1"), body);
    }

    private static Optional<String> unnamed(MatrixOwner owner, Route route, String address, WrongFields.Body body) {
        CarbonServer.Reply reply = server.send(
                server.request(address, "authorization", "Bearer " + owner.key, "customer-id", owner.customer)
                        .header("content-type", "application/json")
                        .method(route.method(), BodyPublishers.ofString(body.text())));

        boolean named =
                reply.status() == 422 && locs(reply.json().path("detail")).contains(body.loc());
        return named
                ? Optional.empty()
                : Optional.of("%s %s %s=%s in %s\n%d %s"
                        .formatted(
                                route.method(),
                                address,
                                body.loc(),
                                start(body.wrong().toString()),
                                start(body.text()),
                                reply.status(),
                                start(reply.response().body())));
    }

    private static List<Route> withBody(JsonNode description) {
        return routes(description).stream()
                .filter(route -> route.operation().has("requestBody"))
                .toList();
    }

    private static JsonNode bodyOf(Route route) {
        return route.operation().at("/requestBody/content/application~1json/schema");
    }

    private static JsonNode schemas(JsonNode description) {
        return description.at("/components/schemas");
    }

    private static JsonNode published() {
        try {
            return JsonMapper.shared().readTree(Files.readString(Path.of("..", "docs", "openapi.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<Object>> locs(JsonNode problems) {
        return problems.valueStream()
                .map(problem -> problem.path("loc")
                        .valueStream()
                        .map(step -> step.isNumber() ? (Object) step.asInt() : step.asString())
                        .toList())
                .toList();
    }

    /// Printed whatever comes of it.
    private static long seed() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("random requests: -Dseed=" + seed + " asks them again");
        return seed;
    }

    private record Route(String path, String method, JsonNode operation) {}

    private static void ask(int requests, long seed) {
        Random random = new Random(seed);
        MatrixOwner victim = new MatrixOwner(server);
        Map<Caller, String[]> callers = callers(victim, new MatrixOwner(server));
        List<String> foreign = List.of(victim.fill("<file> <source> <run>").split(" "));
        String state = victim.state();
        JsonNode description = server.get("/openapi.json").json();
        RandomBodies bodies = new RandomBodies(random, schemas(description), foreign);
        List<Route> routes = routes(description);
        Map<Caller, Integer> seen = new EnumMap<>(Caller.class);
        for (int request = 0; request < requests; request++) {
            Route route = routes.get(random.nextInt(routes.size()));
            String address = address(route, bodies, random);
            String body = route.operation().has("requestBody") ? bodies.body(bodyOf(route)) : "";

            Caller caller = Caller.values()[random.nextInt(Caller.values().length)];

            CarbonServer.Reply reply = server.send(request(callers.get(caller), address, random)
                    .method(route.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

            String what = "seed %d, request %d by %s: %s %s %s\n%d %s"
                    .formatted(
                            seed,
                            request,
                            caller,
                            route.method(),
                            address,
                            start(body),
                            reply.status(),
                            start(reply.response().body()));
            assertThat(HarmlessAnswer.of(reply).faults(victim.canary)).as(what).isEmpty();
            seen.merge(caller, 1, Integer::sum);
        }
        assertThat(victim.state()).as("seed %d", seed).isEqualTo(state);
        assertThat(seen).as("seed %d", seed).containsOnlyKeys(Caller.values());
    }

    /// The headers that each brings along.
    private static Map<Caller, String[]> callers(MatrixOwner victim, MatrixOwner stranger) {
        Tenant fellow = server.bean(Customers.class)
                .named(victim.organization, "fellow")
                .tenant();
        String key = "Bearer " + stranger.key;
        return Map.of(
                Caller.ORGANIZATION_FOR_CUSTOMER,
                new String[] {"authorization", key, "customer-id", stranger.customer},
                Caller.ORGANIZATION,
                new String[] {"authorization", key},
                Caller.CUSTOMER,
                new String[] {"authorization", token(stranger.tenant)},
                Caller.FELLOW,
                new String[] {"authorization", token(fellow)},
                Caller.NOBODY,
                new String[0]);
    }

    private static String token(Tenant tenant) {
        return "Token " + server.bean(AccessTokens.class).issue(tenant).reveal();
    }

    private static HttpRequest.Builder request(String[] headers, String address, Random random) {
        HttpRequest.Builder request = server.request(address, headers);
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
