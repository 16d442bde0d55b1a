/// What becomes of documents that wait: parse, chunk, embed, store, one transaction a document.
///
/// [dev.allotrope.sync.process.Processing] works off a tenant's documents slice by slice. Windows whose text was
/// embedded before are never embedded again, and a document that we cannot cope with keeps no other waiting.
@NullMarked
package dev.allotrope.sync.process;

import org.jspecify.annotations.NullMarked;
