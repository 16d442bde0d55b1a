package dev.allotrope.salesforce;

import java.time.Duration;

/// How patient the REST client is. `deadline` is for a whole exchange, the answer's last byte included; SOQL itself
/// may take 120 seconds. Pauses between attempts double from the first to the longest.
record RestSettings(
        Duration connectDeadline, Duration deadline, int retries, Duration firstPause, Duration longestPause) {
    static final RestSettings DEFAULT = new RestSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(150), 4, Duration.ofSeconds(1), Duration.ofSeconds(15));
}
