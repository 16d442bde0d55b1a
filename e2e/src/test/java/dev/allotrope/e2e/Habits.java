package dev.allotrope.e2e;

import java.util.Map;

/// How an org behaves where Salesforce's documentation or its administrator decides.
enum Habits {
    USUAL("stamps move, tokens stay", true, false),
    ROTATING("stamps move, tokens rotate", true, true),
    STILL("stamps stand still, tokens stay", false, false),
    STILL_AND_ROTATING("stamps stand still, tokens rotate", false, true);

    private final String words;
    private final boolean publishMovesStamp;
    private final boolean rotates;

    Habits(String words, boolean publishMovesStamp, boolean rotates) {
        this.words = words;
        this.publishMovesStamp = publishMovesStamp;
        this.rotates = rotates;
    }

    /// The same for the same number.
    static Habits of(long number) {
        return values()[Math.floorMod(number, values().length)];
    }

    /// Whether every refresh answers a new refresh token and kills the old one.
    boolean rotates() {
        return rotates;
    }

    Map<String, ?> switches() {
        return Map.of("publish_moves_modstamp", publishMovesStamp, "rotate_refresh_tokens", rotates);
    }

    @Override
    public String toString() {
        return words;
    }
}
