package dev.allotrope.salesforce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/// An HTTP server that answers as it is told, over a real socket: requests whose path and query contain a text (or
/// are one that ends in a slash) get that text's answers in turn, the last one for ever.
public final class ScriptedOrg implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Reply>> script = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    public final AtomicInteger mostRunning = new AtomicInteger();
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    public record Asked(String method, String path, String token, String body) {}

    public record Reply(int status, String type, String body, Map<String, String> headers, Form form) {
        public enum Form {
            PLAIN,
            ZIPPED,
            TRUNCATED,
            RESET,
            HANGING,
            /// Half of it comes in time.
            STALLED
        }

        public static Reply json(int status, String body) {
            return new Reply(status, "application/json;charset=UTF-8", body, Map.of(), Form.PLAIN);
        }

        public static Reply ok(String body) {
            return json(200, body);
        }

        public static Reply html(int status) {
            return new Reply(status, "text/html", "<html>Down for Maintenance</html>", Map.of(), Form.PLAIN);
        }

        public static Reply error(int status, String code, String message) {
            return json(status, "[{\"message\":\"" + message + "\",\"errorCode\":\"" + code + "\"}]");
        }

        public Reply in(Form newForm) {
            return new Reply(status, type, body, headers, newForm);
        }

        public Reply with(String header, String value) {
            return new Reply(status, type, body, Map.of(header, value), form);
        }
    }

    public ScriptedOrg() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public ScriptedOrg on(String fragment, Reply... replies) {
        synchronized (script) {
            script.put(fragment, new ArrayDeque<>(List.of(replies)));
        }
        return this;
    }

    /// Nobody gets an answer until the gate is opened.
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public long countOf(String fragment) {
        return asked.stream().filter(call -> call.path().contains(fragment)).count();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            String path = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(new Asked(exchange.getRequestMethod(), path, token, body));
            gate.await();
            // With its answer a caller may ask the next before this thread runs again.
            running.decrementAndGet();
            send(exchange, next(path));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private Reply next(String path) {
        synchronized (script) {
            for (Map.Entry<String, Deque<Reply>> entry : script.entrySet()) {
                if (fits(entry.getKey(), path)) {
                    Deque<Reply> replies = entry.getValue();
                    return replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
                }
            }
        }
        return Reply.error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    private static boolean fits(String fragment, String path) {
        return fragment.endsWith("/") ? path.equals(fragment) : path.contains(fragment);
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.getResponseHeaders().set("Sforce-Limit-Info", "api-usage=18/15000");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        switch (reply.form()) {
            case PLAIN -> sendWhole(exchange, reply.status(), bytes);
            case ZIPPED -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                sendWhole(exchange, reply.status(), zipped(bytes));
            }
            case TRUNCATED -> {
                exchange.sendResponseHeaders(reply.status(), bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            }
            case RESET -> {}
            case HANGING -> hang();
            case STALLED -> {
                exchange.sendResponseHeaders(reply.status(), bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
                exchange.getResponseBody().flush();
                hang();
            }
        }
    }

    private void hang() throws InterruptedException {
        closed.await(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void sendWhole(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
