package dev.allotrope.search;

import dev.allotrope.embed.Embedding;
import dev.allotrope.library.Contents.StoredChunk;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// What was found, best first, and the legs that served. `away` are models that could not place the query for now:
/// words took the place of their vectors.
public record Answer(List<Result> results, SequencedSet<Leg> legs, SequencedSet<String> away) {
    public Answer {
        results = List.copyOf(results);
    }

    /// The same legs with other results.
    public Answer with(List<Result> others) {
        return new Answer(others, legs, away);
    }

    /// A way of finding.
    public enum Leg {
        VECTOR,
        LEXICAL;

        /// As it is told to callers: `vector` or `lexical`.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A chunk that was found. `score` is the cosine in mode `Nearest`, where `rank` is null, and the fused score in
    /// mode `Fused`, where `rank` counts from 1; a chunk that words found in place of the vector leg has in mode
    /// `Nearest` a score below 1 that grows with how much of the query it has. `vector` is that of the best window,
    /// null unless asked for and there.
    public record Result(
            StoredChunk chunk,
            double score,
            @Nullable Integer rank,
            @Nullable Embedding vector) {}
}
