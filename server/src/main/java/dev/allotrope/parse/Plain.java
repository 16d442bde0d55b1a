package dev.allotrope.parse;

/// Single characters: what counts as white space, and what may not be in a text at all.
final class Plain {
    private static final char REPLACEMENT = '\uFFFD';

    private Plain() {}

    /// White space that collapses, which includes the no-break spaces that editors put between words.
    static boolean isSpace(char c) {
        return c <= ' '
                || c == '\u00A0'
                || c == '\u2007'
                || c == '\u202F'
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u0085';
    }

    /// Control characters, which databases refuse, and marks that are invisible and split words: soft hyphen,
    /// zero-width space and byte order mark. Joiners stay: emoji, Persian and Indic scripts need them.
    static boolean isDropped(char c) {
        return (c >= '\u007F' && c < '\u00A0' && c != '\u0085') || c == '\u00AD' || c == '\u200B' || c == '\uFEFF';
    }

    /// A `char` of `text` as it may be stored: half of a surrogate pair has no form in UTF-8.
    static char whole(CharSequence text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1)) ? c : REPLACEMENT;
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) ? c : REPLACEMENT;
        }
        return c;
    }

    /// `text` on one line with its white space collapsed.
    static String line(String text) {
        Lines lines = Lines.flat();
        lines.text(text);
        return lines.toString();
    }
}
