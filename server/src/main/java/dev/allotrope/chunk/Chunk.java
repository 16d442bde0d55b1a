package dev.allotrope.chunk;

import java.util.List;

/// A piece of a document that search returns. `ordinal` counts from 0 within the document; `start` and `end` are
/// `char` offsets in the parsed text; `text` is what a caller reads, with the name in front when that was asked for;
/// `tokens` counts `cl100k_base` tokens of `text`. `headings` is the path of headings, outermost first, that the
/// first text stands under which the chunk before does not have.
public record Chunk(
        int ordinal, int start, int end, String text, int tokens, List<String> headings, List<Window> windows) {
    public Chunk {
        if (ordinal < 0 || start < 0 || end < start) {
            throw new IllegalArgumentException("chunk " + ordinal + " from " + start + " to " + end);
        }
        headings = List.copyOf(headings);
        windows = List.copyOf(windows);
    }
}
