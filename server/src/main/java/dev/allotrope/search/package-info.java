/// Query to hits: a lexical leg and a vector leg, fused, filtered, with content read from the library.
///
/// Start reading at [Search]. `Plan` decides who serves which documents: each embedder the vectors it made in
/// languages it knows, and the lexical leg the rest, in every mode. In mode `Nearest` such stand-in hits are
/// interleaved with the vector hits by rank, and only chunks that have most of the words count. [Answer#legs] says
/// who served.
///
/// Invariants: all legs of one search ask one view of the index; content comes from the library alone, and what it no
/// longer holds is dropped and replaced by asking deeper, so a deleted document is gone the moment its deletion
/// committed; `k` counts distinct chunks; an empty index, a filter that admits nothing and words that nobody wrote
/// give an empty list.
@NullMarked
@ApplicationModule(
        allowedDependencies = {"index", "library", "library :: document", "embed", "embed :: http", "tenant", "kernel"})
package dev.allotrope.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
