package dev.allotrope.chunk;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.parse.Content;
import java.util.ArrayList;
import java.util.List;

/// Cuts a parsed text into chunks of at most `chunkSize` `cl100k_base` tokens. Safe for use by many threads; the
/// first one made loads the encoding, which takes about a second.
public final class Chunker {
    /// Changes whenever the same text would give other chunks.
    public static final int VERSION = 1;

    private static final String AFTER_NAME = "\n\n";

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    /// The chunks of a text, without windows. `language` is in the form `en_US` and decides where sentences end.
    ///
    /// A chunk ends at a heading, a paragraph, a line or a sentence, whichever is best near its full size. Each
    /// repeats up to `chunkOverlap` tokens from the end of the one before. With `prependName`, `name` stands in
    /// front of each text and counts towards its size; it is cut when it would take more than half. Only a single
    /// code point that has more tokens than the size makes a chunk larger. A blank text has no chunks.
    public List<Chunk> chunk(Content content, String name, String language, ProcessingOptions options) {
        String front = options.prependName() ? front(name.strip(), options.chunkSize()) : "";
        int room = options.chunkSize() - tokens(front);
        int overlap = Math.min(options.chunkOverlap(), room - 1);
        Packing packing = Packing.of(Outline.of(content, language), content.text(), this::tokens, room - overlap);
        return new Cut(content, packing, front, options.chunkSize(), overlap).chunks();
    }

    /// How many `cl100k_base` tokens a text has. What looks like a special token is text like any other.
    public int tokens(String text) {
        return encoding.countTokensOrdinary(text);
    }

    private String front(String name, int size) {
        if (name.isEmpty() || size < 2) {
            return "";
        }
        String whole = name + AFTER_NAME;
        if (tokens(whole) <= size / 2) {
            return whole;
        }
        String cut =
                name.substring(0, new Splitter(name, this::tokens, Math.max(1, size / 2 - 1)).end(0, name.length()));
        return tokens(cut + AFTER_NAME) < size ? cut + AFTER_NAME : "";
    }

    /// One text on its way to chunks.
    private final class Cut {
        private final String text;
        private final HeadingPaths headings;
        private final Packing packing;
        private final String front;
        private final int size;
        private final int overlap;
        private final List<Chunk> chunks = new ArrayList<>();

        Cut(Content content, Packing packing, String front, int size, int overlap) {
            this.text = content.text();
            this.headings = new HeadingPaths(content.headings());
            this.packing = packing;
            this.front = front;
            this.size = size;
            this.overlap = overlap;
        }

        List<Chunk> chunks() {
            int from = 0;
            while (from < packing.size()) {
                from = next(from);
            }
            return chunks;
        }

        /// Adds the chunk whose first new atom is `from`, and says which atom comes after it.
        private int next(int from) {
            int first = packing.visibleStart(from);
            int start = chunks.isEmpty() ? first : overlapStart(chunks.getLast(), first);
            int room = size - tokens(front) - tokens(text.substring(start, first));
            int to = packing.end(from, room);
            int tokens = tokens(text(start, to));
            // Parts are counted apart; together they can count a token or two more.
            while (tokens > size && (to > from + 1 || start < first)) {
                if (to > from + 1) {
                    to--;
                } else {
                    start = first;
                }
                tokens = tokens(text(start, to));
            }
            chunks.add(
                    new Chunk(chunks.size(), start, end(to), text(start, to), tokens, headings.at(first), List.of()));
            return to;
        }

        private int overlapStart(Chunk before, int first) {
            int start = new Overlap(text, encoding, overlap).start(before.start(), before.end());
            return start == before.end() ? first : start;
        }

        private int end(int to) {
            return packing.atom(to - 1).end();
        }

        private String text(int start, int to) {
            return front + text.substring(start, end(to));
        }
    }
}
