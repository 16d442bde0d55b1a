/// Query to hits: a lexical leg and a vector leg, fused, filtered, with content read from the library.
///
/// What the library no longer holds is dropped here, so a deleted document is gone the moment its deletion committed.
@NullMarked
@ApplicationModule(allowedDependencies = {"index", "library", "embed", "tenant", "kernel"})
package dev.allotrope.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
