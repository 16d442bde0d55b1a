package dev.allotrope.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An embedder of one's own that answers `POST /v1/embeddings` as OpenAI does, with vectors made of the texts'
/// hashes: the whole way of a text through the server at next to no cost.
final class HashingProvider implements AutoCloseable {
    private static final int DIMENSIONS = 8;

    private final HttpServer server;

    private HashingProvider(HttpServer server) {
        this.server = server;
    }

    static HashingProvider open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/embeddings", HashingProvider::answer);
            server.start();
            return new HashingProvider(server);
        } catch (IOException e) {
            throw new UncheckedIOException("could not listen", e);
        }
    }

    /// What has a server embed here, whatever the language.
    Map<String, String> settings() {
        return Map.of(
                "ALLOTROPE_EMBEDDER_URL",
                "http://localhost:" + server.getAddress().getPort() + "/v1",
                "ALLOTROPE_EMBEDDER_MODEL",
                "hashes",
                "ALLOTROPE_EMBEDDER_DIMENSIONS",
                Integer.toString(DIMENSIONS),
                "ALLOTROPE_EMBEDDER_LANGUAGES",
                "all");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode texts =
                    Http.JSON.readTree(exchange.getRequestBody().readAllBytes()).path("input");
            ObjectNode answer = Http.JSON.createObjectNode();
            ArrayNode data = answer.putArray("data");
            texts.forEach(text -> vector(data.addObject().putArray("embedding"), text.asString()));
            answer.putObject("usage").put("total_tokens", texts.size());
            byte[] body = Http.JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void vector(ArrayNode vector, String text) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        for (int i = 0; i < DIMENSIONS; i++) {
            vector.add(random.nextDouble(-1, 1));
        }
    }
}
