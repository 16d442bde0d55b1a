package dev.allotrope.chunk;

import dev.allotrope.chunk.Atom.Break;
import dev.allotrope.chunk.Atom.Kind;
import dev.allotrope.parse.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/// Cuts chunks into the windows that are embedded, each of at most `maxTokens` of the embedder whose `tokens` count.
/// Safe for use by many threads when `tokens` is.
public final class Windower {
    /// Changes whenever the same chunk would give other windows.
    public static final int VERSION = 2;

    /// Title and headings take at most this part of a window.
    private static final int FRONT_SHARE = 4;

    /// A sentence is repeated at the start of the next window when it takes at most this part of it.
    private static final int REPEAT_SHARE = 6;

    /// A window with this part of its size ends where the next section begins.
    private static final int SECTION_SHARE = 8;

    private static final String STEP = " › ";
    private static final Pattern HEADING_MARK = Pattern.compile("(?m)^([\\s>]{0,99})#{1,6} ");
    private static final Pattern OUTER_PIPES = Pattern.compile("(?m)^([\\s>]{0,99})\\| ?|\\s?\\|$");

    private final int maxTokens;
    private final ToIntFunction<String> tokens;

    public Windower(int maxTokens, ToIntFunction<String> tokens) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("windows of " + maxTokens + " tokens");
        }
        this.maxTokens = maxTokens;
        this.tokens = tokens;
    }

    /// The same chunks with their windows. A window is a run of whole sentences, rows or lines of one section, unless
    /// sections are very short, with `title` and the
    /// headings above it in front; the marks of Markdown that carry no words are left out. Tokens are counted
    /// sentence by sentence and added up: where an embedder's do not add up exactly, a window can have a few more.
    public List<Chunk> window(List<Chunk> chunks, Content content, String title, String language) {
        Pass pass = new Pass(content, title.strip(), language);
        return chunks.stream()
                .map(chunk -> new Chunk(
                        chunk.ordinal(),
                        chunk.start(),
                        chunk.end(),
                        chunk.text(),
                        chunk.tokens(),
                        chunk.headings(),
                        pass.windows(chunk)))
                .toList();
    }

    /// One document on its way to windows. Counts are kept, because overlapping chunks share sentences.
    private final class Pass {
        private final String text;
        private final String title;
        private final HeadingPaths headings;
        private final List<Atom> outline;
        private final Map<String, Integer> counts = new HashMap<>();
        private int reached;

        Pass(Content content, String title, String language) {
            this.text = content.text();
            this.title = title;
            this.headings = new HeadingPaths(content.headings());
            this.outline = Outline.of(content, language);
        }

        List<Window> windows(Chunk chunk) {
            int room = Math.max(1, maxTokens - maxTokens / FRONT_SHARE);
            Packing packing = Packing.of(atoms(chunk), text, this::count, room);
            List<Window> windows = new ArrayList<>();
            int from = 0;
            boolean repeats = false;
            while (from < packing.size()) {
                String front = front(headings.before(packing.visibleStart(from)));
                int budget = maxTokens - count(front);
                int start = repeats && packing.tokens(from - 1) + packing.tokens(from) <= budget ? from - 1 : from;
                int full = packing.end(from, start < from ? budget - packing.tokens(start) : budget);
                int to = sectionEnd(packing, from, full);
                String subject = front(headings.at(packing.visibleStart(from))).strip();
                windows.add(new Window(windows.size(), front + body(packing, start, to), subject));
                repeats = repeats(packing, to);
                from = to;
            }
            return windows;
        }

        /// Sections together in one window would be found by neither's words.
        private int sectionEnd(Packing packing, int from, int full) {
            int used = packing.tokens(from);
            for (int at = from + 1; at < full; at++) {
                if (packing.atom(at).lead() == Break.HEADING && used >= maxTokens / SECTION_SHARE) {
                    return at;
                }
                used += packing.tokens(at);
            }
            return full;
        }

        private boolean repeats(Packing packing, int to) {
            return to < packing.size()
                    && packing.atom(to).lead() == Break.SENTENCE
                    && packing.tokens(to - 1) <= maxTokens / REPEAT_SHARE;
        }

        /// The atoms with words of a chunk; the first and last are cut to it.
        private List<Atom> atoms(Chunk chunk) {
            while (reached < outline.size() && outline.get(reached).end() <= chunk.start()) {
                reached++;
            }
            List<Atom> atoms = new ArrayList<>();
            for (int i = reached; i < outline.size() && outline.get(i).start() < chunk.end(); i++) {
                Atom atom = outline.get(i).within(chunk.start(), chunk.end());
                if (atom.kind() != Kind.MARK
                        && !text.substring(atom.start(), atom.end()).isBlank()) {
                    atoms.add(atom);
                }
            }
            return atoms;
        }

        private String body(Packing packing, int from, int to) {
            StringBuilder body = new StringBuilder();
            for (int i = from; i < to; i++) {
                Atom atom = packing.atom(i);
                String part = text.substring(atom.start(), atom.end());
                body.append(
                        switch (atom.kind()) {
                            case HEADING -> HEADING_MARK.matcher(part).replaceAll("$1");
                            case ROW -> OUTER_PIPES.matcher(part).replaceAll("$1");
                            case PROSE, CODE, MARK -> part;
                        });
            }
            return body.toString().strip();
        }

        /// Title and headings on a line of their own. When they are too long, headings between the first and the last
        /// go first.
        private String front(List<String> path) {
            List<String> steps = new ArrayList<>(new LinkedHashSet<>(path));
            steps.remove(title);
            if (!title.isEmpty()) {
                steps.addFirst(title);
            }
            int share = maxTokens / FRONT_SHARE;
            while (steps.size() > 2 && count(String.join(STEP, steps)) > share) {
                steps.remove(1);
            }
            String line = String.join(STEP, steps);
            if (line.isEmpty() || share == 0) {
                return "";
            }
            int end =
                    count(line) <= share ? line.length() : new Splitter(line, this::count, share).end(0, line.length());
            String front = line.substring(0, end);
            return count(front) <= share ? front + "\n" : "";
        }

        private int count(String part) {
            return counts.computeIfAbsent(part, tokens::applyAsInt);
        }
    }
}
