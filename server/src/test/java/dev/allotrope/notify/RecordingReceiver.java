package dev.allotrope.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.allotrope.kernel.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody's server that receives webhooks: it remembers what came and answers what a test wants.
public final class RecordingReceiver implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private volatile ToIntFunction<Received> answer = any -> 200;

    public RecordingReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /// One request. `body` is what came, character for character.
    public record Received(String path, String spaced, String compact, String body) {
        public JsonNode event() {
            return JSON.readTree(JSON.readTree(body).at("/payload").asString());
        }

        public String type() {
            return event().at("/webhook_type").asString();
        }

        /// As receivers check it: the key from hexadecimal, the time, a point, the body as it came.
        public boolean signedBy(Secret key) {
            String time = spaced.substring(spaced.indexOf("t=") + 2, spaced.indexOf(','));
            return spaced.equals("t=" + time + ",v1=" + hmac(key, time + "." + body));
        }

        /// As receivers check it that parsed the body first and write it anew without blanks.
        public boolean signedCompactlyBy(Secret key) {
            String time = compact.substring(compact.indexOf("t=") + 2, compact.indexOf(','));
            String anew = JSON.writeValueAsString(JSON.readTree(body));
            return compact.equals("t=" + time + ",v2=" + hmac(key, time + "." + anew));
        }
    }

    public String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<String> types() {
        return received.stream().map(Received::type).toList();
    }

    public void forget() {
        received.clear();
    }

    public void answer(int status) {
        answer = any -> status;
    }

    public void answer(ToIntFunction<Received> with) {
        answer = with;
    }

    /// Says nothing more until it is closed.
    public void hang() {
        answer = any -> {
            awaitClose();
            return 200;
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        Received request = new Received(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Carbon-Signature"),
                exchange.getRequestHeaders().getFirst("Carbon-Signature-Compact"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        received.add(request);
        exchange.sendResponseHeaders(answer.applyAsInt(request), -1);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hmac(Secret key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key.reveal()), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
