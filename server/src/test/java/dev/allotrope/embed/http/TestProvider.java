package dev.allotrope.embed.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.HashingEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server that speaks as the providers' documentation says: OpenAI's and Azure's embeddings, Cohere's embeddings and
/// reranking, Jina's reranking. It is strict about what is sent, takes one key, and can be told to misbehave.
public final class TestProvider implements AutoCloseable {
    public static final String KEY = "sk-test-0123456789";
    /// The most texts that a request may have.
    public static final int MAX_TEXTS = 2_048;

    private static final int COHERE_MAX_TEXTS = 96;
    private static final int COHERE_DIMENSIONS = 1_024;
    private static final Map<String, Integer> MODELS = Map.of(
            "text-embedding-ada-002",
            1_536,
            "text-embedding-3-small",
            1_536,
            "text-embedding-3-large",
            3_072,
            "mine",
            64);

    private final HttpServer server;
    private final JsonMapper json = JsonMapper.shared();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Misbehaviour> misbehaviours = new ConcurrentLinkedDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);

    public record Request(String path, JsonNode body) {}

    private record Misbehaviour(String path, Fault fault) {}

    /// What happens to the next request in place of an answer.
    public sealed interface Fault {
        record Status(int status, Map<String, String> headers, String body) implements Fault {}

        /// The connection breaks in the middle of the answer.
        record Broken() implements Fault {}

        /// The answer does not come while the server lives.
        record Silent() implements Fault {}

        /// Vectors that are shorter by one.
        record Short() implements Fault {}

        /// One result too few.
        record Missing() implements Fault {}
    }

    public TestProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    public List<Request> requests() {
        return requests;
    }

    public void next(Fault... faults) {
        Arrays.stream(faults).forEach(fault -> nextOn("", fault));
    }

    /// What happens to the next request to a path that begins so.
    public void nextOn(String path, Fault fault) {
        misbehaviours.add(new Misbehaviour(path, fault));
    }

    /// Answers one request with a status, and the error body that OpenAI has, which quotes the key.
    public void nextStatus(int status, Map<String, String> headers) {
        next(new Fault.Status(
                status, headers, "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}"));
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
            requests.add(new Request(path, body));
            Fault fault = fault(path);
            switch (fault) {
                case Fault.Status status -> answer(exchange, status.status(), status.headers(), status.body());
                case Fault.Broken _ -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                }
                case Fault.Silent _ -> await();
                case null, default -> serve(exchange, path, body, fault);
            }
        }
    }

    private @Nullable Fault fault(String path) {
        for (Misbehaviour misbehaviour : misbehaviours) {
            if (path.startsWith(misbehaviour.path()) && misbehaviours.remove(misbehaviour)) {
                return misbehaviour.fault();
            }
        }
        return null;
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, String path, JsonNode body, @Nullable Fault fault) throws IOException {
        if (!authorized(exchange, path)) {
            answer(exchange, 401, Map.of(), "{\"error\": {\"message\": \"Incorrect API key provided: sk-t***\"}}");
            return;
        }
        int missing = fault instanceof Fault.Missing ? 1 : 0;
        int shorter = fault instanceof Fault.Short ? 1 : 0;
        try {
            JsonNode answer = switch (path.replaceAll("\\?.*", "").replaceAll("deployments/[^/]+", "deployments/x")) {
                case "/v1/embeddings", "/openai/deployments/x/embeddings" -> openAi(body, missing, shorter);
                case "/v2/embed" -> cohere(body, missing, shorter);
                case "/v1/rerank", "/v2/rerank" -> rerank(body, missing);
                default -> throw new IllegalArgumentException("no such path: " + path);
            };
            answer(exchange, 200, Map.of(), json.writeValueAsString(answer));
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, Map.of(), "{\"error\": {\"message\": \"" + e.getMessage() + "\"}}");
        }
    }

    private static boolean authorized(HttpExchange exchange, String path) {
        return path.startsWith("/openai/")
                ? KEY.equals(exchange.getRequestHeaders().getFirst("api-key"))
                : ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    /// Entries come in no order that means anything.
    private JsonNode openAi(JsonNode body, int missing, int shorter) {
        List<String> texts = texts(body.path("input"), MAX_TEXTS);
        String model = body.path("model").asString();
        require(MODELS.containsKey(model), "no such model");
        require(body.path("encoding_format").asString().equals("float"), "floats are what is tested");
        boolean asked = body.has("dimensions");
        require(!asked || model.startsWith("text-embedding-3"), "this model does not support dimensions");
        int dimensions = asked ? body.path("dimensions").asInt() : MODELS.get(model);
        ObjectNode answer = json.createObjectNode();
        answer.put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (int i = texts.size() - 1; i >= missing; i--) {
            ObjectNode entry = data.addObject();
            entry.put("index", i);
            entry.set("embedding", vector(texts.get(i), dimensions, shorter));
        }
        answer.putObject("usage").put("total_tokens", 7L * texts.size());
        return answer;
    }

    private JsonNode cohere(JsonNode body, int missing, int shorter) {
        List<String> texts = texts(body.path("texts"), COHERE_MAX_TEXTS);
        require(body.path("model").asString().equals("embed-multilingual-v3.0"), "no such model");
        require(body.path("input_type").asString().matches("search_(query|document)"), "input_type is wrong");
        require(body.path("embedding_types").toString().equals("[\"float\"]"), "embedding_types is wrong");
        ObjectNode answer = json.createObjectNode();
        ArrayNode vectors = answer.putObject("embeddings").putArray("float");
        texts.stream().skip(missing).forEach(text -> vectors.add(vector(text, COHERE_DIMENSIONS, shorter)));
        answer.putObject("meta").putObject("billed_units").put("input_tokens", 3L * texts.size());
        return answer;
    }

    /// The more words of the query a document has, the better; among equals the later one.
    private JsonNode rerank(JsonNode body, int missing) {
        List<String> documents = texts(body.path("documents"), MAX_TEXTS);
        require(
                body.path("model").asString().matches("rerank-multilingual-v3\\.0|jina-reranker-v2-base-multilingual"),
                "no such model");
        int most = body.path("top_n").asInt(documents.size());
        List<String> words =
                List.of(body.path("query").asString().toLowerCase(Locale.ROOT).split("\\W+"));
        ObjectNode answer = json.createObjectNode();
        ArrayNode results = answer.putArray("results");
        IntStream.range(0, documents.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -relevance(words, documents.get(i), i)))
                .limit(Math.max(0, most - missing))
                .forEach(i -> results.addObject()
                        .put("index", i)
                        .put("relevance_score", relevance(words, documents.get(i), i)));
        return answer;
    }

    private static double relevance(List<String> words, String document, int index) {
        String text = document.toLowerCase(Locale.ROOT);
        return (words.stream().filter(text::contains).count() + index / 10_000.0) / (words.size() + 1);
    }

    private static List<String> texts(JsonNode list, int most) {
        require(list.isArray() && !list.isEmpty(), "there is nothing to do");
        require(list.size() <= most, "too many texts");
        List<String> texts = list.values().stream().map(JsonNode::asString).toList();
        require(texts.stream().noneMatch(String::isEmpty), "a text is empty");
        return texts;
    }

    private static void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private ArrayNode vector(String text, int dimensions, int shorter) {
        float[] values = HashingEmbedder.of(dimensions)
                .embed(List.of(text), Purpose.PASSAGE)
                .getFirst()
                .values();
        ArrayNode vector = json.createArrayNode();
        for (int i = shorter; i < values.length; i++) {
            vector.add(values[i]);
        }
        return vector;
    }

    private static void answer(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
