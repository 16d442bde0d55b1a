/// The few words that every package shares: ids, [Fingerprint], [Page], [Failure] with its [ErrorCode], processing
/// options.
///
/// No I/O and no Spring. At most fifteen types: what only two packages share belongs to the one that owns it.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.allotrope.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
