/// Readings of the library for those who ask whether it is whole: what is here of a connection by language and type,
/// every trace of one document, also of one that is gone, and what documents link to.
///
/// [dev.allotrope.library.audit.Inventory] counts, [dev.allotrope.library.audit.Traces] looks for single documents,
/// [dev.allotrope.library.audit.LinkTargets] for those that links mean. All read only.
@NullMarked
@NamedInterface("audit")
package dev.allotrope.library.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
