/// Text to chunks, and chunks to the windows that are embedded.
///
/// `Outline` cuts a text into atoms: headings, table rows, code lines, sentences. [Chunker] packs atoms into chunks
/// of `cl100k_base` tokens, [Windower] packs a chunk's atoms into windows of an embedder's tokens; both cut where the
/// text itself breaks (`Packing`), and an atom that is too large by itself is cut between words, else between
/// characters (`Splitter`).
///
/// Pure, deterministic and versioned: a change of behaviour changes the version ([Pipeline]), so that unchanged
/// documents are re-chunked knowingly. Chunks leave out nothing but white space.
@NullMarked
@ApplicationModule(allowedDependencies = {"parse", "kernel"})
package dev.allotrope.chunk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
