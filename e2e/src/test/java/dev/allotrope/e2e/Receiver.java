package dev.allotrope.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A customer's server that webhooks are posted to. It keeps what comes, whatever it answers.
final class Receiver implements AutoCloseable {
    /// What it does with what comes.
    enum Mood {
        ACCEPTING,
        REFUSING,
        /// Says nothing until the mood changes, and then that it failed.
        HANGING
    }

    private final List<Came> came = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Mood mood = Mood.ACCEPTING;
    private volatile CountDownLatch released = new CountDownLatch(1);

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /// A request, with both signatures, and whether it was accepted.
    record Came(String body, String signature, String compact, boolean accepted) {}

    static Receiver open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Receiver receiver = new Receiver(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("could not listen", e);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    void turn(Mood to) {
        mood = to;
        released.countDown();
        released = new CountDownLatch(1);
    }

    List<Came> came() {
        return List.copyOf(came);
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        CountDownLatch release = released;
        Mood now = mood;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        came.add(new Came(
                body,
                exchange.getRequestHeaders().getFirst("Carbon-Signature"),
                exchange.getRequestHeaders().getFirst("Carbon-Signature-Compact"),
                now == Mood.ACCEPTING));
        if (now == Mood.HANGING) {
            await(release);
        }
        exchange.sendResponseHeaders(now == Mood.ACCEPTING ? 200 : 500, -1);
        exchange.close();
    }

    private static void await(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
