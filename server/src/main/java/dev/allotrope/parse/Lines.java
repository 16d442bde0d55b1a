package dev.allotrope.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// Text under construction: collapses white space, keeps blocks apart and puts list markers and quote marks in front
/// of lines. A flat one keeps everything on a single line.
final class Lines {
    /// What is put in front of lines; more of it than this says nothing to a reader.
    private static final int PREFIX_LIMIT = 12;

    private static final int PARAGRAPH = 2;

    private final StringBuilder out = new StringBuilder();
    private final Deque<Prefix> prefixes = new ArrayDeque<>();
    private final boolean flat;
    private int breaks;
    private boolean space;
    private int lineStart;

    private Lines(boolean flat) {
        this.flat = flat;
    }

    static Lines stacked() {
        return new Lines(false);
    }

    static Lines flat() {
        return new Lines(true);
    }

    /// Running text.
    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Plain.isDropped(c)) {
                continue;
            }
            if (Plain.isSpace(c)) {
                space = true;
            } else {
                begin();
                out.append(Plain.whole(text, i));
            }
        }
    }

    void space() {
        space = true;
    }

    /// What comes next starts a line.
    void line() {
        separate(1);
    }

    /// What comes next stands after an empty line.
    void paragraph() {
        separate(PARAGRAPH);
    }

    /// A forced line break: two of them make an empty line.
    void lineBreak() {
        separate(Math.min(PARAGRAPH, breaks + 1));
    }

    /// Lines whose white space counts, as a paragraph of their own.
    void verbatim(List<String> rows) {
        paragraph();
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                separate(breaks + 1);
            }
            if (!rows.get(i).isEmpty()) {
                begin();
                out.append(rows.get(i));
            }
        }
        paragraph();
    }

    /// Puts `first` before the next line and `rest` before those after it, until [#pop].
    void push(String first, String rest) {
        prefixes.addLast(prefixes.size() < PREFIX_LIMIT ? new Prefix(first, rest) : new Prefix("", ""));
    }

    void pop() {
        prefixes.removeLast();
    }

    boolean isEmpty() {
        return out.isEmpty();
    }

    /// Where the line being written starts.
    int lineStart() {
        return lineStart;
    }

    private void separate(int lines) {
        space = true;
        if (!flat && !out.isEmpty()) {
            breaks = Math.max(breaks, lines);
        }
    }

    private void begin() {
        if (breaks > 0 || out.isEmpty()) {
            String prefix = prefixes.stream().map(Prefix::next).collect(Collectors.joining());
            out.repeat('\n', breaks);
            lineStart = out.length();
            out.append(lineStart == 0 ? prefix.stripLeading() : prefix);
        } else if (space) {
            out.append(' ');
        }
        breaks = 0;
        space = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static final class Prefix {
        private final String rest;
        private String next;

        Prefix(String first, String rest) {
            this.next = first;
            this.rest = rest;
        }

        String next() {
            String now = next;
            next = rest;
            return now;
        }
    }
}
