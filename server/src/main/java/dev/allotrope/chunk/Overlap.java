package dev.allotrope.chunk;

import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.IntArrayList;

/// Finds where the last `limit` tokens of a chunk start, moved on to the start of a line or word where there is one
/// near.
record Overlap(String text, Encoding encoding, int limit) {
    /// Longer than tokens of running text are; where they are longer still, the overlap is shorter than asked for.
    private static final int CHARS_PER_TOKEN = 16;

    /// A place in `(start, end]` from which at most `limit` tokens are left to `end`.
    int start(int start, int end) {
        if (limit == 0) {
            return end;
        }
        int least = Math.max(start + 1, (int) Math.max(0, end - (long) limit * CHARS_PER_TOKEN));
        int at = Math.min(end, atWord(atToken(wholeCharacter(least), end), end));
        while (at < end && encoding.countTokensOrdinary(text.substring(at, end)) > limit) {
            at = skipSpace(text.offsetByCodePoints(at, 1), end);
        }
        return at;
    }

    private int atToken(int least, int end) {
        IntArrayList tokens = encoding.encodeOrdinary(text.substring(least, end));
        if (tokens.size() <= limit) {
            return least;
        }
        IntArrayList last = new IntArrayList(limit);
        for (int i = tokens.size() - limit; i < tokens.size(); i++) {
            last.add(tokens.get(i));
        }
        return beforeBytes(end, encoding.decodeBytes(last).length);
    }

    /// The place that is at most `bytes` of UTF-8 before `end`.
    private int beforeBytes(int end, int bytes) {
        int at = end;
        int left = bytes;
        while (at > 0) {
            int point = text.codePointBefore(at);
            left -= utf8Length(point);
            if (left < 0) {
                return at;
            }
            at -= Character.charCount(point);
        }
        return at;
    }

    private int atWord(int at, int end) {
        int line = text.indexOf('\n', at - 1);
        int middle = at + (end - at) / 2;
        if (line >= 0 && line < middle) {
            return line + 1;
        }
        if (Character.isWhitespace(text.charAt(at - 1))) {
            return skipSpace(at, end);
        }
        for (int place = at; place < middle; place++) {
            if (Character.isWhitespace(text.charAt(place))) {
                return skipSpace(place, end);
            }
        }
        return at;
    }

    private int skipSpace(int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int wholeCharacter(int at) {
        boolean cut = at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
        return cut ? at + 1 : at;
    }

    private static int utf8Length(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
