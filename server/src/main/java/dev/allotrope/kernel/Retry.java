package dev.allotrope.kernel;

import java.time.Duration;

/// What to do after a [Failure].
public sealed interface Retry {
    Retry NEVER = new Never();

    /// Asking again gives the same answer.
    record Never() implements Retry {}

    /// Worth asking again when `delay` has passed.
    record After(Duration delay) implements Retry {}

    /// Only a new authorization by the end user helps.
    record AfterReauthorization() implements Retry {}

    static Retry after(Duration delay) {
        return new After(delay);
    }
}
