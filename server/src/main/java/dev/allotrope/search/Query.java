package dev.allotrope.search;

import dev.allotrope.embed.Embedding;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.library.document.TagFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is searched for: at most `k` distinct chunks, from 1 to [#MAX_K].
public record Query(Subject subject, Mode mode, Restriction restriction, int k, Accuracy accuracy, Include include) {
    /// The most chunks one search answers.
    public static final int MAX_K = 1_000;

    /// The same query for another number of chunks.
    public Query upTo(int other) {
        return new Query(subject, mode, restriction, other, accuracy, include);
    }

    /// The meaning to look for.
    public sealed interface Subject {
        /// In words, which are embedded as each embedder needs it.
        record Words(String text) implements Subject {}

        /// As a vector of the caller's, matched with an embedder by its length; any length of the arrow will do.
        record Vector(Embedding embedding) implements Subject {}
    }

    /// Which legs are asked.
    public sealed interface Mode {
        /// Nearest by meaning; the score is the cosine.
        record Nearest() implements Mode {}

        /// By meaning and by words, their scores fused; the score is the fused one.
        record Fused(Weights weights) implements Mode {}
    }

    /// How much each side counts; a side of weight zero is not asked.
    public record Weights(double semantic, double keyword) {
        public static final Weights EQUAL = new Weights(0.5, 0.5);

        public Weights {
            if (!(semantic >= 0) || !(keyword >= 0) || !(semantic + keyword > 0)) {
                throw new IllegalArgumentException("weights " + semantic + " and " + keyword);
            }
        }
    }

    /// Which documents may be found; null does not restrict. `model` is the slug they were processed under, by
    /// default `OPENAI`.
    public record Restriction(
            @Nullable Set<DocumentId> documents,
            @Nullable TagFilter tags,
            @Nullable String model) {
        public static final Restriction NONE = new Restriction(null, null, null);

        public Restriction {
            documents = documents == null ? null : Set.copyOf(documents);
        }

        String slug() {
            return model == null ? ProcessingOptions.DEFAULT_MODEL : model;
        }
    }

    /// What comes with each result.
    public enum Include {
        CONTENT,
        CONTENT_AND_VECTOR
    }
}
