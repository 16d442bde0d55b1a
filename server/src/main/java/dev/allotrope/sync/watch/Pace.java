package dev.allotrope.sync.watch;

import java.time.Duration;

/// How soon a source is asked again. The wait that was asked for is the longest one: who publishes is asked sooner, the
/// more so the less ago it was. Only near our share of the source's daily calls waits get longer than that.
final class Pace {
    /// The share of our calls from which on nobody is asked sooner than was wished, and from which on later.
    static final double HALF = 0.5;

    static final double NEAR = 0.8;

    private static final int SHARPEST = 8;
    private static final int SLOWEST = 4;

    private Pace() {}

    /// The wait after a check, when `used` of our calls is used up.
    static Duration longest(Duration every, double used) {
        return used < NEAR ? every : every.multipliedBy(SLOWEST);
    }

    static boolean mayHurry(double used) {
        return used < HALF;
    }

    /// The wait after so many checks in a row that found nothing, for those that may hurry.
    static Duration hurried(Duration every, int quiet) {
        return every.dividedBy(quiet > 3 ? 1 : Math.max(1, SHARPEST >> quiet));
    }
}
