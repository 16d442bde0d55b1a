package dev.allotrope.chunk;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.allotrope.chunk.Atom.Break;
import dev.allotrope.chunk.Atom.Kind;
import dev.allotrope.parse.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A text as atoms in order, which together cover everything but white space at the end.
final class Outline {
    /// A fence, behind whatever quote marks and list markers stand before it.
    private static final Pattern FENCE = Pattern.compile("[\\s>]{0,99}(?:[-0-9.]{1,8}\\s)?\\s{0,9}(`{3,})\\s{0,9}");

    private static final Pattern RULE = Pattern.compile("[\\s>]{0,99}\\|(?: --- \\|){1,999}");

    private final String text;
    private final Set<Integer> headings = new HashSet<>();
    private final BreakIterator sentences;
    private final List<Atom> atoms = new ArrayList<>();
    private int end;
    private boolean emptyLine;
    private @Nullable String fence;
    private Kind before = Kind.PROSE;

    private Outline(Content content, String language) {
        text = content.text();
        content.headings().forEach(heading -> headings.add(heading.offset()));
        sentences = BreakIterator.getSentenceInstance(new ULocale(language));
        sentences.setText(text);
    }

    /// The atoms of a text in a language such as `en_US`.
    static List<Atom> of(Content content, String language) {
        Outline outline = new Outline(content, language);
        outline.read();
        return outline.atoms;
    }

    private void read() {
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int stop = newline < 0 ? text.length() : newline;
            line(start, stop);
            start = stop + 1;
        }
    }

    private void line(int start, int stop) {
        String line = text.substring(start, stop);
        if (line.isBlank()) {
            emptyLine = true;
            return;
        }
        Kind kind = kind(line, start);
        if (kind == Kind.PROSE) {
            sentences(start, stop);
        } else {
            add(stop, lead(kind), kind);
        }
        before = kind;
        emptyLine = false;
    }

    private Kind kind(String line, int start) {
        Matcher matcher = FENCE.matcher(line);
        String open = fence;
        if (open != null) {
            boolean closes = line.endsWith(open) && matcher.matches();
            fence = closes ? null : open;
            return closes ? Kind.MARK : Kind.CODE;
        }
        if (headings.contains(start)) {
            return Kind.HEADING;
        }
        if (matcher.matches() && text.indexOf(matcher.group(1), start + line.length()) > 0) {
            fence = matcher.group(1);
            return Kind.MARK;
        }
        if (RULE.matcher(line).matches()) {
            return Kind.MARK;
        }
        return line.stripLeading().startsWith("|") ? Kind.ROW : Kind.PROSE;
    }

    private Break lead(Kind kind) {
        boolean together = before == Kind.HEADING
                || (kind == Kind.MARK && (before == Kind.ROW || before == Kind.CODE))
                || (before == Kind.MARK && (kind == Kind.ROW || kind == Kind.CODE));
        if (together && !atoms.isEmpty()) {
            return Break.INSIDE;
        }
        if (kind == Kind.HEADING) {
            return Break.HEADING;
        }
        return emptyLine ? Break.BLOCK : Break.LINE;
    }

    private void sentences(int start, int stop) {
        Break lead = lead(Kind.PROSE);
        int from = start;
        while (from < stop) {
            int next = sentences.following(from);
            int to = next == BreakIterator.DONE ? stop : Math.min(next, stop);
            int trimmed = trimmed(from, to);
            if (trimmed > from) {
                add(trimmed, lead, Kind.PROSE);
                lead = Break.SENTENCE;
            }
            from = to;
        }
    }

    private int trimmed(int from, int to) {
        int trimmed = to;
        while (trimmed > from && Character.isWhitespace(text.charAt(trimmed - 1))) {
            trimmed--;
        }
        return trimmed;
    }

    private void add(int stop, Break lead, Kind kind) {
        atoms.add(new Atom(end, stop, lead, kind));
        end = stop;
    }
}
