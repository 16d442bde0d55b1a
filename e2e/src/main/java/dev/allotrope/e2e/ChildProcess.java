package dev.allotrope.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that was started here and writes what it has to say into a file.
final class ChildProcess {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
    private static final int LINES_SHOWN = 20;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a command with the environment of this process, but for the names that configure Allotrope: only
    /// the given ones are set. The log is appended to.
    static ChildProcess start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("ALLOTROPE_"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + command.getFirst(), e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Asks the program to end and waits until it has; one that does not is killed.
    void stop() {
        process.destroy();
        if (!ended(STOP_LIMIT)) {
            kill();
        }
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        if (!ended(STOP_LIMIT)) {
            throw new IllegalStateException("could not kill process " + process.pid());
        }
    }

    /// The processor time it has used so far, zero where the system does not tell.
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// What it wrote so far; the last letter may be there in part, and is a sign of that then.
    String output() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log, e);
        }
    }

    /// The end of what the program wrote, for the message of a failure.
    String lastWords() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())) + "\n(" + log
                + ")";
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was interrupted while a process ended", e);
        }
    }
}
