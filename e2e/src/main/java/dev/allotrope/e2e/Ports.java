package dev.allotrope.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for programs that must be told theirs before they start. They lie below those that systems hand out by
/// themselves, so that nobody who takes any port is given one of them before its program is there.
final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 30_000;
    private static final int MOST_TRIED = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// One that nobody listens on, and that was not answered before.
    static int free() {
        for (int tried = 0; tried < MOST_TRIED; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("could not find a free port between " + FIRST + " and " + END);
    }

    /// The wished one when nobody listens on it, else any free one.
    static int freeOr(int wished) {
        return isFree(wished) ? wished : free();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
