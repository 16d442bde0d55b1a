package dev.allotrope.source;

import java.time.Duration;
import java.time.Instant;

/// The newest times that a source's published documents bear: of a change and of a publication, by the source's own
/// clocks. Times of ours are never compared with them.
public record Watermark(Instant modified, Instant published) {
    /// Of a source that publishes nothing.
    public static final Watermark NONE = new Watermark(Instant.EPOCH, Instant.EPOCH);

    public Watermark minus(Duration lookback) {
        return new Watermark(modified.minus(lookback), published.minus(lookback));
    }
}
