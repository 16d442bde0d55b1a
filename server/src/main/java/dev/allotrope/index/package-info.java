/// The search index: derived from the library, following it by position, always rebuildable.
///
/// The port is [Index]; it yields ids and scores only, never content.
@NullMarked
@ApplicationModule(allowedDependencies = {"library", "embed", "tenant", "kernel"})
package dev.allotrope.index;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
