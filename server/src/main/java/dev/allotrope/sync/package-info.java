/// The conductors. A [SyncRun] walks a connection from listing to fetched bodies and removals; `sync.process` works
/// off the documents that wait then; `sync.schedule` starts runs that nobody asks for; `sync.watch` knows whether
/// anything has to be read; `sync.erase` erases deleted customers; the [Tick] wakes what a crash forgot.
///
/// Invariants: absence is removal only after a whole listing and a second question; a run that would remove too
/// much holds; a kill at any line and a restart end in the state of an undisturbed run.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "connect",
            "connect :: oauth",
            "source",
            "source :: attachment",
            "source :: audit",
            "source :: settings",
            "parse",
            "chunk",
            "embed",
            "library",
            "library :: attachment",
            "library :: audit",
            "library :: document",
            "library :: item",
            "library :: usage",
            "job",
            "tenant",
            "tenant :: key",
            "tenant :: settings",
            "kernel"
        })
package dev.allotrope.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
