package dev.allotrope.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Cuts what is too large by itself: between words where there are some, else between characters as a reader sees
/// them, where these fit. A single code point is never cut, even when it has more tokens than asked for.
final class Splitter {
    /// A first guess, which the counts then correct.
    private static final int CHARS_PER_TOKEN = 4;

    private static final int TRIES = 8;
    private static final double NEARLY_FULL = 0.8;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int MARKS_LIMIT = 16;

    private final String text;
    private final ToIntFunction<String> tokens;
    private final int limit;

    Splitter(String text, ToIntFunction<String> tokens, int limit) {
        this.text = text;
        this.tokens = tokens;
        this.limit = limit;
    }

    /// The ends of consecutive pieces from `start` to `stop`, of at most `limit` tokens each.
    List<Integer> ends(int start, int stop) {
        List<Integer> ends = new ArrayList<>();
        int from = start;
        while (from < stop) {
            from = end(from, stop);
            ends.add(from);
        }
        return ends;
    }

    /// Where the first piece from `start` ends.
    int end(int start, int stop) {
        int fits = Math.min(stop, start + Character.charCount(text.codePointAt(start)));
        int tooFar = stop + 1;
        long guess = start + (long) limit * CHARS_PER_TOKEN;
        for (int i = 0; i < TRIES; i++) {
            int at = atCharacter(fits, (int) Math.min(guess, tooFar - 1));
            int count = tokens.applyAsInt(text.substring(start, at));
            if (count > limit) {
                tooFar = at;
            } else {
                fits = at;
            }
            if (fits == stop || (at == fits && count >= limit * NEARLY_FULL) || tooFar <= fits + 1) {
                break;
            }
            guess = start + Math.max(1, (long) (at - start) * limit / Math.max(1, count));
        }
        return fits == stop ? stop : atWord(start, fits);
    }

    /// The nearest place at or before `at`, but not before `least`, that does not cut a character.
    private int atCharacter(int least, int at) {
        int place = Math.max(least, at);
        for (int i = 0; i < MARKS_LIMIT && place > least && place < text.length() && isInside(place); i++) {
            place = text.offsetByCodePoints(place, -1);
        }
        return Math.max(place, least);
    }

    private boolean isInside(int place) {
        if (Character.isLowSurrogate(text.charAt(place)) && Character.isHighSurrogate(text.charAt(place - 1))) {
            return true;
        }
        int next = text.codePointAt(place);
        return next == ZERO_WIDTH_JOINER
                || text.codePointBefore(place) == ZERO_WIDTH_JOINER
                || isMark(Character.getType(next));
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.MODIFIER_SYMBOL;
    }

    /// The end of the last whole word in the second half of a piece, else its end.
    private int atWord(int start, int end) {
        if (Character.isWhitespace(text.charAt(end))) {
            return end;
        }
        for (int at = end - 1; at > start + (end - start) / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return end;
    }
}
