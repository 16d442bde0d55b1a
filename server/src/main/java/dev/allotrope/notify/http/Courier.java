package dev.allotrope.notify.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// Posts JSON to URLs that somebody outside chose. One connection for each, no redirects, and an end to everything:
/// to the time it may take from the look-up of the name to the last header, and to how much of an answer is read.
public final class Courier implements AutoCloseable {
    /// The time for all of it.
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Gate gate;
    private final SSLSocketFactory encryption;
    private final Duration deadline;
    private final ExecutorService travellers = Executors.newVirtualThreadPerTaskExecutor();

    public Courier(Gate gate) {
        this(gate, (SSLSocketFactory) SSLSocketFactory.getDefault(), DEADLINE);
    }

    Courier(Gate gate, SSLSocketFactory encryption, Duration deadline) {
        this.gate = gate;
        this.encryption = encryption;
        this.deadline = deadline;
    }

    /// Sends `body`, which is ASCII, and waits for the status of the answer.
    public Answer post(String url, Map<String, String> headers, String body) {
        Trip trip = new Trip(encryption, deadline);
        Future<Integer> status = travellers.submit(() -> {
            Destination destination = Destination.of(url);
            return trip.post(destination, gate.admit(destination), headers, body);
        });
        try {
            return new Answer.Status(status.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Answer.Unreachable("no answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer.Unreachable(reason(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a receiver was asked", e);
        } finally {
            trip.end();
        }
    }

    @Override
    public void close() {
        travellers.shutdownNow();
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case DestinationRefused refused -> refused.reason();
            case UnknownHostException _ -> "the host name has no address";
            case ConnectException _ -> "the connection was refused";
            case SocketTimeoutException _ -> "the connection was not accepted in time";
            case SSLException e -> "no trustworthy encrypted connection: " + e.getMessage();
            case IOException _ -> "the connection broke before an answer came";
            default -> throw new IllegalStateException("could not post", cause);
        };
    }
}
