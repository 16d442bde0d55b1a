package dev.allotrope.e2e;

/// The part of a passage around the first words of a question, on one line. It begins and ends with whole words where
/// the language has spaces between them.
final class Snippet {
    private static final int LENGTH = 160;

    /// Before the first words of the question.
    private static final int BEFORE = LENGTH / 4;

    /// How much of a question is looked for.
    private static final int WORDS = 20;

    private Snippet() {}

    static String of(String content, String question) {
        String line = content.replaceAll("\\s+", " ").strip();
        String words = question.substring(0, Math.min(question.length(), WORDS));
        int at = Math.max(0, line.indexOf(words) - BEFORE);
        int from = wordStart(line, at);
        int to = wordEnd(line, Math.min(line.length(), at + LENGTH));
        return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
    }

    /// The next start of a word, unless the word is as long as if there were no spaces.
    private static int wordStart(String line, int at) {
        if (at == 0 || line.charAt(at - 1) == ' ') {
            return at;
        }
        int space = line.indexOf(' ', at);
        return space < 0 || space >= at + BEFORE ? whole(line, at) : space + 1;
    }

    /// The last end of a word, unless the word is as long as if there were no spaces.
    private static int wordEnd(String line, int at) {
        if (at == line.length() || line.charAt(at) == ' ') {
            return at;
        }
        int space = line.lastIndexOf(' ', at);
        return space <= at - BEFORE ? whole(line, at) : space;
    }

    /// Not between the two halves of a character.
    private static int whole(String line, int at) {
        return Character.isLowSurrogate(line.charAt(at)) ? at - 1 : at;
    }
}
