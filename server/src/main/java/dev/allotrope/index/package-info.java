/// The search index: derived from the library, following it by position, always rebuildable.
///
/// The port is [Index]; it yields ids and scores only, never content. `index.lucene` is the adapter. [Follower] reads
/// the library's feed into it and lets a search wait until its index has caught up. Start reading at [Index].
///
/// Invariants: documents of two tenants never share an index; a change is visible to every view opened after
/// [Index#apply] returned; position and mark of the library are committed together with the documents they stand for,
/// so whatever a crash takes is followed again, and an index of another library is thrown away; an index that is not
/// whole answers nothing. `IndexContract` in the tests holds every implementation of the port to this, beside the
/// plain reference `InMemoryIndex`.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "library",
            "library :: document",
            "library :: rebuild",
            "library :: usage",
            "embed",
            "tenant",
            "kernel"
        })
package dev.allotrope.index;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
