/// Hits in the order that a reranker gives them.
///
/// [Reranking] searches deeper than asked, shows the best candidates to a `Reranker` together with the words of the
/// query, and answers in its order. A reranker that fails, limits, or takes too long changes nothing but what
/// [Reranking.Reranked#outcome] says: the search answers in the order that it found.
@NullMarked
@NamedInterface("rerank")
package dev.allotrope.search.rerank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
