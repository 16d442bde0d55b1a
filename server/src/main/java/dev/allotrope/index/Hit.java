package dev.allotrope.index;

import dev.allotrope.kernel.DocumentId;

/// A chunk that one leg found. `window` is the best window for a vector hit and 0 for a lexical one; `score` is the cosine of
/// a vector hit and the BM25 score of a lexical one.
public record Hit(DocumentId document, int chunk, int window, double score) {}
