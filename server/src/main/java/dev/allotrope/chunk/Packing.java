package dev.allotrope.chunk;

import dev.allotrope.chunk.Atom.Break;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Atoms of at most `limit` tokens with their counts, and where a run of them is best cut.
final class Packing {
    private final List<Atom> atoms = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final String text;
    private final ToIntFunction<String> tokens;
    private final int limit;

    private Packing(String text, ToIntFunction<String> tokens, int limit) {
        this.text = text;
        this.tokens = tokens;
        this.limit = limit;
    }

    /// What has more than `limit` tokens is cut.
    static Packing of(List<Atom> atoms, String text, ToIntFunction<String> tokens, int limit) {
        Packing packing = new Packing(text, tokens, limit);
        atoms.forEach(packing::add);
        return packing;
    }

    int size() {
        return atoms.size();
    }

    Atom atom(int at) {
        return atoms.get(at);
    }

    int tokens(int at) {
        return counts.get(at);
    }

    /// Where an atom starts when it is the first that is read: the white space before it is left out, but not the
    /// indentation of its line.
    int visibleStart(int at) {
        Atom atom = atoms.get(at);
        int start = atom.start();
        for (int i = start; i < atom.end() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        boolean insideLine = start == atom.start() && start > 0;
        while (insideLine && start < atom.end() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /// The end (exclusive) of the run from `from` that fits into `budget` and ends at the best break near its full
    /// size. At least one atom, whatever it counts.
    int end(int from, int budget) {
        int full = from + 1;
        int used = counts.get(from);
        while (full < atoms.size() && used + counts.get(full) <= budget) {
            used += counts.get(full);
            full++;
        }
        return full == atoms.size() ? full : bestBreak(from, full, budget);
    }

    /// The best break is the strongest; of equals, the last. A run may always end where it is full.
    private int bestBreak(int from, int full, int budget) {
        int best = full;
        Break strongest = Break.INSIDE;
        int used = 0;
        for (int at = from + 1; at <= full; at++) {
            used += counts.get(at - 1);
            Break lead = atoms.get(at).lead();
            boolean filled = at == full || used >= budget * leastFill(lead);
            if (filled && lead.compareTo(strongest) >= 0) {
                best = at;
                strongest = lead;
            }
        }
        return best;
    }

    /// How full a run must be to be cut at a break of this strength.
    private static double leastFill(Break lead) {
        return switch (lead) {
            case HEADING -> 0.5;
            case BLOCK -> 0.65;
            case LINE -> 0.75;
            case SENTENCE -> 0.5;
            case INSIDE -> 1;
        };
    }

    private void add(Atom atom) {
        int count = count(text.substring(atom.start(), atom.end()));
        if (count <= limit) {
            atoms.add(atom);
            counts.add(count);
            return;
        }
        int from = atom.start();
        Break lead = atom.lead();
        for (int end : new Splitter(text, this::count, limit).ends(atom.start(), atom.end())) {
            String piece = text.substring(from, end);
            if (!piece.isBlank()) {
                atoms.add(new Atom(from, end, lead, atom.kind()));
                counts.add(count(piece));
                lead = Break.INSIDE;
            }
            from = end;
        }
    }

    /// Near the limit a piece must also fit without the white space before it, which can count more: ` Foo` is often
    /// one token where `Foo` is two.
    private int count(String piece) {
        int count = tokens.applyAsInt(piece);
        boolean near = count <= limit && count > limit - 2;
        return near ? Math.max(count, tokens.applyAsInt(piece.stripLeading())) : count;
    }
}
