package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Keeps what request bodies take within bounds, however many come at once: as JSON a body may be twenty times
/// its size. Usual ones are one chunk and need no room; larger ones share what there is.
final class Bodies {
    /// What a body is received by, in bytes.
    static final int CHUNK = 64 * 1024;

    private static final Duration DELAY = Duration.ofSeconds(5);

    private final int max;
    private final Duration patience;
    private final Duration deadline;
    private final Semaphore received;
    private final Semaphore parsed;

    /// Bodies of up to `max` bytes. Of the larger ones `received` bytes lie here at once, so each has to arrive
    /// before `deadline`; of those `parsed` bytes are read as JSON at once, and the others wait for their turn
    /// as long as `patience` says.
    Bodies(int max, int received, int parsed, Duration deadline, Duration patience) {
        this.max = max;
        this.patience = patience;
        this.deadline = deadline;
        this.received = new Semaphore(received / CHUNK);
        this.parsed = new Semaphore(parsed / CHUNK);
    }

    /// What `reading` makes of the body. Throws [Failure] with `OVERLOADED` when there is no room, and
    /// [WireConverter.BodyTooLarge].
    <T> T read(InputStream in, Function<byte[], T> reading) throws IOException {
        byte[] first = in.readNBytes(CHUNK);
        return first.length < CHUNK ? reading.apply(first) : readLarge(first, in, reading);
    }

    private <T> T readLarge(byte[] first, InputStream in, Function<byte[], T> reading) throws IOException {
        List<byte[]> chunks = new ArrayList<>(List.of(first));
        long end = System.nanoTime() + deadline.toNanos();
        int room = 0;
        try {
            do {
                if (!received.tryAcquire()) {
                    throw full();
                }
                room++;
                chunks.add(chunk(in, end));
            } while (chunks.getLast().length == CHUNK && chunks.size() <= max / CHUNK);
            return inTurn(joined(chunks), reading);
        } finally {
            received.release(room);
        }
    }

    private byte[] chunk(InputStream in, long end) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int length = 0;
        while (length < CHUNK) {
            int read = in.read(chunk, length, CHUNK - length);
            if (read < 0) {
                return Arrays.copyOf(chunk, length);
            }
            length += read;
            if (System.nanoTime() > end) {
                throw new Failure(
                        ErrorCode.LIMIT_EXCEEDED,
                        "could not read the request: its body did not arrive within " + deadline.toSeconds() + " s");
            }
        }
        return chunk;
    }

    private byte[] joined(List<byte[]> chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(chunks.size() * CHUNK);
        chunks.forEach(body::writeBytes);
        if (body.size() > max) {
            throw new WireConverter.BodyTooLarge();
        }
        return body.toByteArray();
    }

    private <T> T inTurn(byte[] body, Function<byte[], T> reading) {
        int room = Math.ceilDiv(body.length, CHUNK);
        try {
            if (!parsed.tryAcquire(room, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw full();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full();
        }
        try {
            return reading.apply(body);
        } finally {
            parsed.release(room);
        }
    }

    private static Failure full() {
        return new Failure(
                ErrorCode.OVERLOADED,
                "could not read the request: too many large ones came at once; try again shortly",
                Retry.after(DELAY),
                null);
    }
}
