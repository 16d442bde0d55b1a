package dev.allotrope.salesforce.rest;

import dev.allotrope.source.Patience;
import java.time.Duration;

/// How patient the REST client is. `deadline` is for a whole exchange, the answer's last byte included; SOQL itself
/// may take 120 seconds. Pauses between attempts double from the first to the longest.
public record RestSettings(
        Duration connectDeadline, Duration deadline, int retries, Duration firstPause, Duration longestPause) {
    public static final RestSettings DEFAULT = new RestSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(150), 4, Duration.ofSeconds(1), Duration.ofSeconds(15));

    public RestSettings within(Patience patience) {
        return new RestSettings(
                patience.deadline(connectDeadline),
                patience.deadline(deadline),
                retries,
                patience.pause(firstPause),
                patience.pause(longestPause));
    }
}
