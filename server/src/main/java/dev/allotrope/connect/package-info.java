/// How an end user lets us act for them: authorization, callback, the [Connection] that results, its encrypted
/// credentials, refresh and revocation; the server's OAuth client and those that organizations bring along.
///
/// Invariants: one refresh at a time per connection, across nodes; a state is used once; no secret leaves the vault
/// in clear except inside a [dev.allotrope.source.Grant].
@NullMarked
@ApplicationModule(allowedDependencies = {"tenant", "source", "job", "kernel"})
package dev.allotrope.connect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
