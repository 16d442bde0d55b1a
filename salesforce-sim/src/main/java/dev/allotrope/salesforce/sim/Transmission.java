package dev.allotrope.salesforce.sim;

import com.sun.net.httpserver.HttpExchange;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Puts answers on the wire: compressed for those who accept it (REST API guide, Compression Headers), and as fast as
/// the switches say.
final class Transmission {

    private static final int SMALLEST_ZIPPED = 512;
    private static final int BURST = 32 * 1024;

    private final Switches switches;
    private final CountDownLatch closed = new CountDownLatch(1);

    Transmission(Switches switches) {
        this.switches = switches;
    }

    /// Lets everything go that waits, before the server stops.
    void release() {
        closed.countDown();
    }

    void await(Duration wait) throws InterruptedException {
        if (wait.isPositive()) {
            closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void send(HttpExchange exchange, Request request, Reply reply) throws IOException, InterruptedException {
        Reply packed = packed(request, reply);
        write(exchange, packed, packed.body().length);
    }

    /// The first half under the length of the whole.
    void sendHalf(HttpExchange exchange, Request request, Reply reply) throws IOException, InterruptedException {
        Reply packed = packed(request, reply);
        write(exchange, packed, packed.body().length / 2);
    }

    private void write(HttpExchange exchange, Reply reply, int length) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = reply.body();
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length == 0) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        long pace = switches.bytesPerSecond();
        long begun = System.nanoTime();
        for (int at = 0; at < length; at += BURST) {
            int part = Math.min(BURST, length - at);
            if (pace > 0) {
                long due = TimeUnit.SECONDS.toNanos(at + part) / pace;
                await(Duration.ofNanos(due - (System.nanoTime() - begun)));
            }
            out.write(body, at, part);
        }
        out.flush();
    }

    private Reply packed(Request request, Reply reply) {
        String accepted = request.header("Accept-Encoding");
        boolean zips = switches.on(Switch.COMPRESSION)
                && accepted != null
                && accepted.contains("gzip")
                && reply.isText()
                && reply.body().length >= SMALLEST_ZIPPED;
        return zips ? reply.with(zipped(reply.body())).with("Content-Encoding", "gzip") : reply;
    }

    private static byte[] zipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (Fast zip = new Fast(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("could not compress in memory", e);
        }
        return bytes.toByteArray();
    }

    private static final class Fast extends GZIPOutputStream {
        private Fast(OutputStream out) throws IOException {
            super(out, BURST);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
