package dev.allotrope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports for programs that must be told theirs before they start.
final class Ports {
    private Ports() {}

    static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("could not find a free port", e);
        }
    }

    /// The wished one when nobody listens on it, else any free one.
    static int freeOr(int wished) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(wished));
            return wished;
        } catch (IOException taken) {
            return free();
        }
    }
}
