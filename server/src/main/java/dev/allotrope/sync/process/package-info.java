/// What becomes of documents that wait: parse, chunk, embed, store, one transaction a document.
///
/// [dev.allotrope.sync.process.Processing] works off a tenant's documents slice by slice. Windows whose text was
/// embedded before are never embedded again, and a document that we cannot cope with keeps no other waiting.
/// [dev.allotrope.sync.process.Reembedding] makes documents anew that another model or an earlier version made, when
/// somebody wishes that; a search sees the old vectors of a document until all its new ones are there. `Making` is what
/// both do with one
/// document. `Crew` has several in work and takes on more before the last is done. `Underway` keeps documents in work
/// at the same time from embedding a window twice.
@NullMarked
@NamedInterface("process")
package dev.allotrope.sync.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
