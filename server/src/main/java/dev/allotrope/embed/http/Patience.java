package dev.allotrope.embed.http;

import java.time.Duration;

/// How long to bother with one call: the time for all of it, waits included; how often it is tried again when
/// something passing is at fault; and the longest single wait that is worth waiting here, rather than by whoever
/// asked.
public record Patience(Duration total, int retries, Duration longestWait) {
    /// For what somebody waits for.
    public static final Patience PROMPT = new Patience(Duration.ofSeconds(5), 1, Duration.ofMillis(500));
    /// For what nobody waits for. A wait holds a worker, so the longer ones are left to the job.
    public static final Patience BULK = new Patience(Duration.ofSeconds(90), 3, Duration.ofSeconds(5));
}
