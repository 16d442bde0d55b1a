package dev.allotrope.embed.http;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// What came of a call.
public sealed interface Reply {
    /// JSON with a status of success.
    record Answered(JsonNode body) implements Reply {}

    /// The provider wants to be left alone for `pause`.
    record Limited(Duration pause) implements Reply {}

    /// The provider refuses this call: asking again gives the same. `reason` says what to do about it.
    record Refused(String reason) implements Reply {}

    /// The provider is down, slow, or talks nonsense.
    record Away(String reason) implements Reply {}
}
