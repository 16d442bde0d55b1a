package dev.allotrope.source;

import dev.allotrope.kernel.Failure;
import java.time.Duration;

/// How long a second lasts while we wait for a remote system: the usual pauses before it is asked again and the
/// deadlines of its answers are in such seconds. Development makes them short.
public record Patience(int secondMillis) {
    public static final Patience USUAL = new Patience(1_000);

    /// However short a second is, an answer is given this time.
    static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(2);

    public Patience {
        if (secondMillis < 1 || secondMillis > 1_000) {
            throw new IllegalArgumentException("a second of " + secondMillis + " ms");
        }
    }

    /// What `ALLOTROPE_DEV_SECOND_MILLIS` asks for. Throws [Failure] with `NOT_CONFIGURED` for what is no such number.
    public static Patience of(String millis) {
        String number = millis.isBlank() ? String.valueOf(USUAL.secondMillis()) : millis.strip();
        if (!number.matches("[1-9]\\d{0,2}|1000")) {
            throw Failure.wrongSetting("ALLOTROPE_DEV_SECOND_MILLIS", millis, "a whole number from 1 to 1000");
        }
        return new Patience(Integer.parseInt(number));
    }

    /// The time to wait where `usual` is the usual one.
    public Duration pause(Duration usual) {
        return usual.multipliedBy(secondMillis).dividedBy(USUAL.secondMillis());
    }

    /// The time that an answer may take where `usual` is the usual one.
    public Duration deadline(Duration usual) {
        Duration shortest = usual.compareTo(SHORTEST_DEADLINE) < 0 ? usual : SHORTEST_DEADLINE;
        Duration wanted = pause(usual);
        return wanted.compareTo(shortest) < 0 ? shortest : wanted;
    }
}
