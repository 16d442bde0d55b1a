/// The accounts that end users connected: each [Connection] with its state, its options, and its end.
///
/// `connect.oauth` is how one comes about, `connect.token` what it acts with, `connect.app` the OAuth client it was
/// given to, `connect.vault` how its secrets are stored.
///
/// Invariants: one refresh at a time per connection, across nodes; a state is used once; no secret leaves the vault
/// in clear except inside a [dev.allotrope.source.Grant].
@NullMarked
@ApplicationModule(allowedDependencies = {"tenant", "tenant :: key", "source", "source :: settings", "job", "kernel"})
package dev.allotrope.connect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
