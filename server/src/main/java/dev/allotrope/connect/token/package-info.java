/// The tokens that we act with for a connection: stored sealed, read when they are asked for, refreshed when they are
/// rejected.
///
/// Invariant: one refresh at a time per connection, across nodes, as [dev.allotrope.connect.token.Refresher] says.
@NullMarked
package dev.allotrope.connect.token;

import org.jspecify.annotations.NullMarked;
