/// Text to chunks, and chunks to the windows that are embedded.
///
/// Pure, deterministic and versioned: a change of behaviour changes the version, so that unchanged documents are re-chunked
/// knowingly.
@NullMarked
@ApplicationModule(allowedDependencies = {"parse", "kernel"})
package dev.allotrope.chunk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
