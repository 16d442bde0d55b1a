/// What can be asked of a source besides what it publishes: how much it counts itself, and what became of a document
/// that is missed.
///
/// [Auditor] is the port. Nothing that passes here holds a title or a text: of what is not published only ids, states
/// and times leave the source, and nobody stores them.
@NullMarked
@NamedInterface("audit")
package dev.allotrope.source.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
