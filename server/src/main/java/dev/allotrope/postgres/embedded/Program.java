package dev.allotrope.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end and keeps what it printed.
record Program(int status, String output) {
    private static final int MAX_OUTPUT_BYTES = 1 << 20;
    private static final int TIMED_OUT = 124;

    boolean succeeded() {
        return status == 0;
    }

    /// Runs `words` with a plain environment (C locale, no `PG…` variables). A program that exceeds `limit` is killed
    /// and ends with status 124, one that cannot be started with 127.
    static Program run(List<String> words, Duration limit) {
        try {
            return finish(started(words), limit);
        } catch (IOException unstartable) {
            return new Program(127, String.valueOf(unstartable.getMessage()));
        }
    }

    private static Process started(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Program finish(Process process, Duration limit) throws IOException {
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Program(process.exitValue(), output.join());
            }
            process.destroyForcibly();
            return new Program(TIMED_OUT, "gave up after " + limit.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while waiting for " + process.info().command().orElse("a program"), interrupted);
        }
    }

    private static String read(Process process) {
        try {
            byte[] bytes = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
