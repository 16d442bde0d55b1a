/// The conductors. A [SyncRun] walks a connection from listing to fetched bodies and removals; [Processing] works
/// off documents that wait: parse, chunk, embed, store. [ScheduledSync] starts runs that nobody asks for.
///
/// Invariants: absence is removal only after a whole listing and a second question; a run that would remove too
/// much holds; a kill at any line and a restart end in the state of an undisturbed run.
@NullMarked
@ApplicationModule(
        allowedDependencies = {"connect", "source", "parse", "chunk", "embed", "library", "job", "tenant", "kernel"})
package dev.allotrope.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
