package dev.allotrope.job;

import java.time.Duration;

/// Does one kind of job. The same instance never runs twice at a time, but any slice may run again after a crash:
/// every handler is idempotent.
public interface JobHandler {
    /// How long a slice should last at most before it says [Outcome.Again], so that others get their turn.
    Duration SLICE = Duration.ofSeconds(10);

    /// The kind of job, such as `sync`.
    String name();

    Lane lane();

    /// Whether its slices always go ahead of whatever else is due in the lane: for short work that other work comes
    /// from.
    default boolean first() {
        return false;
    }

    /// Runs one slice. An exception is logged and the slice is tried again, later each time.
    Outcome run(String instance);

    /// Whether there is work for the instance. Asked after it said [Outcome.Done], so that work which arrived
    /// meanwhile is not forgotten.
    boolean pending(String instance);

    /// What follows a slice.
    sealed interface Outcome {
        Outcome DONE = new Done();
        Outcome AGAIN = new AtOnce();

        /// Nothing left to do.
        record Done() implements Outcome {}

        /// The slice is over and there is more to do: it goes on as soon as others that are due had their turn.
        record AtOnce() implements Outcome {}

        /// More to do when `delay` has passed, which is looked at once a second.
        record Again(Duration delay) implements Outcome {}
    }
}
