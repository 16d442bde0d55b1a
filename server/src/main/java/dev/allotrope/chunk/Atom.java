package dev.allotrope.chunk;

/// A piece of text that is not cut unless it must be. `start` to `end` covers it with the white space before it, so
/// that its tokens add up with those of its neighbours; `lead` is the break between it and the atom before.
record Atom(int start, int end, Break lead, Kind kind) {
    /// How good a place to cut is, from worst to best.
    enum Break {
        /// Between what belongs together: a heading and its text, the head of a table and its rows, parts of a
        /// sentence.
        INSIDE,
        SENTENCE,
        LINE,
        BLOCK,
        HEADING
    }

    enum Kind {
        PROSE,
        HEADING,
        CODE,
        ROW,
        /// The fences of code and the rule under a table's head: marks without words.
        MARK
    }

    /// The part of it between two places.
    Atom within(int least, int most) {
        return new Atom(Math.max(start, least), Math.min(end, most), lead, kind);
    }
}
