/// Who is asking, and what of the library they may touch.
///
/// An organization has customers; a [Tenant] is one customer of one organization. Every store method takes a [Scope]
/// first, and [Transactions] opens each transaction under it, so that row-level security holds even where a WHERE
/// clause forgets. Start reading at [Scope]. What callers show to be recognised is in `tenant.key`, what may be set for
/// them in `tenant.settings`.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.tenant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
