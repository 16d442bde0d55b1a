package dev.allotrope.index.lucene;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.kernel.Fingerprint;
import org.apache.lucene.index.Term;

/// The names of what is indexed. A document is one block: for each chunk its windows, then the chunk itself.
final class Fields {
    /// Windows and chunks: the document id as a term, by which blocks are replaced and filtered.
    static final String ID = "id";
    /// Chunks: marks the parents of a block.
    static final String KIND = "kind";
    /// Chunks: document id and ordinal as numbers.
    static final String DOCUMENT = "document";

    static final String CHUNK = "chunk";
    /// Windows: the ordinal within the chunk.
    static final String WINDOW = "window";
    /// Chunks: tags of the document, and its [dev.allotrope.index.Group].
    static final String TAG = "tag";

    static final String GROUP = "group";
    /// Chunks: title, headings and text word by word as they are written, for what was meant by mistyped
    /// ones.
    static final String WORDS = "words:" + Analysis.OTHER.code();
    /// Chunks: what [CodeTerms] finds in title, headings and text.
    static final String CODES = "codes";

    static final Term PARENTS = new Term(KIND, "chunk");

    /// Lucene refuses terms beyond 32,766 bytes.
    private static final int MAX_TAG_LENGTH = 4_000;

    private Fields() {}

    /// Chunks: title, headings and text under a language's analysis.
    static String text(Analysis analysis) {
        return "text:" + analysis.code();
    }

    /// Chunks: the title alone, which weighs in once more.
    static String title(Analysis analysis) {
        return "title:" + analysis.code();
    }

    /// Windows: the vector of one embedder.
    static String vector(EmbedderId embedder) {
        return "vector:" + embedder;
    }

    static String tag(String key, String value) {
        String term = key + "\u001f" + value;
        return term.length() <= MAX_TAG_LENGTH
                ? term
                : Fingerprint.of(key, value).hex();
    }
}
